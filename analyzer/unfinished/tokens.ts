import type { Span } from '#parser/span.ts';

/**
 * What a stretch of a Nix text is by itself: `open` and `close` are brackets,
 * quotes and `${`, and `text` is what stands between quotes.
 */
type TokenKind =
  | 'name'
  | 'keyword'
  | 'number'
  | 'path'
  | 'search-path'
  | 'address'
  | 'open'
  | 'close'
  | 'text'
  | 'symbol'
  | 'comment';

/** Only a quote that is missing has no width. */
export interface Token extends Span {
  readonly kind: TokenKind;
  readonly text: string;
}

/**
 * The tokens of a text, whether or not it is Nix. A string that is open at the
 * cursor, and that the line of the cursor does not close, ends there: what
 * follows was written before its quote was.
 */
export function tokensOf(text: string, cursor: number): Token[] {
  const reading: Reading = { text, cursor, offset: 0, modes: [], tokens: [] };
  while (reading.offset < text.length) {
    const mode = reading.modes.at(-1);
    if (mode === '"' || mode === "''") readText(reading, mode);
    else readCode(reading);
  }
  return reading.tokens;
}

/** What the closest opening bracket or quote is. */
type Mode = '{' | '"' | "''";

interface Reading {
  readonly text: string;
  readonly cursor: number;
  offset: number;
  readonly modes: Mode[];
  readonly tokens: Token[];
}

const space = /[\s\u00a0]+/y;
const name = /[A-Za-z_][\w'-]*/y;
const symbol = /\$\{|\.\.\.|\+\+|\/\/|&&|\|\||->|==|!=|<=|>=|\|>|<\||''|[\s\S]/y;

const path = /(?:~|[\w.+-]*)(?:\/[\w.+-]+)+\/?|(?:\.{1,2}|~)\//y;
const address = /[A-Za-z][A-Za-z\d+.-]*:\/\/[\w%/?:@&=+$,.!~*'-]+/y;

/** What may begin with a character, in the order in which it is tried. */
const patterns: Readonly<Record<string, readonly (readonly [TokenKind, RegExp])[]>> = {
  '#': [['comment', /#[^\n]*/y]],
  '/': [
    ['comment', /\/\*[\s\S]*?(?:\*\/|$)/y],
    ['path', path],
  ],
  '<': [['search-path', /<[\w.+-]+(?:\/[\w.+-]+)*>/y]],
  '~': [['path', path]],
  '.': [
    ['path', path],
    ['number', /\.\d+(?:[eE][+-]?\d+)?/y],
  ],
  '+': [['path', path]],
  '-': [['path', path]],
};

const beginsNumber: readonly (readonly [TokenKind, RegExp])[] = [
  ['path', path],
  ['number', /\d+\.\d*(?:[eE][+-]?\d+)?|\d+/y],
];

/** Behind a word, what says that it may be more than a name. */
const beginsMore = /[/.+:]/;

const keywords: ReadonlySet<string> = new Set([
  ...['assert', 'else', 'if', 'in', 'inherit', 'let', 'rec', 'then', 'with'],
]);

function readCode(reading: Reading): void {
  const { text, offset, modes } = reading;
  if (matched(reading, space) !== undefined) return;
  const first = text[offset] ?? '';
  const tried = first >= '0' && first <= '9' ? beginsNumber : (patterns[first] ?? []);
  for (const [kind, pattern] of tried) {
    if (matched(reading, pattern) === undefined) continue;
    add(reading, kind, offset);
    return;
  }
  const word = matched(reading, name);
  if (word !== undefined) {
    addWord(reading, word);
    return;
  }
  const found = matched(reading, symbol) ?? '';
  if (found === '"' || found === "''") modes.push(found);
  if (found === '{' || found === '${') modes.push('{');
  if (found === '}') modes.pop();
  add(reading, kindOfSymbol(found), offset);
}

function addWord(reading: Reading, word: string): void {
  const start = reading.offset - word.length;
  let kind: TokenKind = keywords.has(word) ? 'keyword' : 'name';
  if (beginsMore.test(reading.text[reading.offset] ?? '')) {
    reading.offset = start;
    if (matched(reading, path) !== undefined) kind = 'path';
    else if (matched(reading, address) !== undefined) kind = 'address';
    else reading.offset = start + word.length;
  }
  add(reading, kind, start);
}

function kindOfSymbol(found: string): TokenKind {
  switch (found) {
    case '"':
    case "''":
    case '(':
    case '[':
    case '{':
    case '${':
      return 'open';
    case ')':
    case ']':
    case '}':
      return 'close';
    default:
      return 'symbol';
  }
}

const plainText = /(?:[^"\\$]|\\[\s\S]|\$(?!\{)|\\$)+/y;
const indentedText = /(?:[^'$]|''(?:\$|\\[\s\S]|')|'(?!')|\$\$|\$(?!\{))+/y;

function readText(reading: Reading, quote: '"' | "''"): void {
  const { text, modes, offset } = reading;
  if (text.startsWith(quote, offset) || text.startsWith('${', offset)) {
    const isQuote = text.startsWith(quote, offset);
    if (isQuote) modes.pop();
    else modes.push('{');
    reading.offset += isQuote ? quote.length : 2;
    add(reading, isQuote ? 'close' : 'open', offset);
    return;
  }
  if (matched(reading, quote === '"' ? plainText : indentedText) === undefined) reading.offset++;
  const isOpen = quote === '"' && isOpenAtCursor(reading, offset);
  if (isOpen) reading.offset = reading.cursor;
  if (reading.offset > offset) add(reading, 'text', offset);
  if (!isOpen) return;
  modes.pop();
  add(reading, 'close', reading.offset);
}

/** Whether a text that was read goes from the cursor's line to another one. */
function isOpenAtCursor({ text, cursor, offset }: Reading, start: number): boolean {
  if (cursor < start || cursor > offset) return false;
  const line = text.indexOf('\n', cursor);
  return line !== -1 && line < offset;
}

function matched(reading: Reading, pattern: RegExp): string | undefined {
  pattern.lastIndex = reading.offset;
  const found = pattern.exec(reading.text)?.[0];
  if (found === undefined || found === '') return undefined;
  reading.offset += found.length;
  return found;
}

function add({ text, offset, tokens }: Reading, kind: TokenKind, start: number): void {
  tokens.push({ kind, text: text.slice(start, offset), start, end: offset });
}
