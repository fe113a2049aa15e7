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
  return tokensIn(text, cursor, { start: 0, end: text.length }).tokens;
}

/**
 * The tokens of a stretch of a text that begins outside of strings and comments;
 * `isWhole` says whether it ends like that as well, with as many brackets closed
 * as were opened.
 */
export function tokensIn(
  text: string,
  cursor: number,
  { start, end }: Span,
): { readonly tokens: Token[]; readonly isWhole: boolean } {
  const reading: Reading = { text, cursor, offset: start, modes: [], tokens: [] };
  while (reading.offset < end) {
    const mode = reading.modes.at(-1);
    if (mode === '"' || mode === "''") readText(reading, mode);
    else readCode(reading);
  }
  const isWhole = reading.offset === end && reading.modes.length === 0;
  return { tokens: reading.tokens, isWhole };
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

/** What paths and the schemes of addresses begin with. */
const beginning = /[\w.+-]*/y;

const keywords: ReadonlySet<string> = new Set([
  ...['assert', 'else', 'if', 'in', 'inherit', 'let', 'rec', 'then', 'with'],
]);

function readCode(reading: Reading): void {
  const { text, offset, modes } = reading;
  if (skipped(reading, space)) return;
  const first = text[offset] ?? '';
  const tried = first >= '0' && first <= '9' ? beginsNumber : (patterns[first] ?? []);
  for (const [kind, pattern] of tried) {
    if (!skipped(reading, pattern)) continue;
    add(reading, kind, offset);
    return;
  }
  if (skipped(reading, name)) {
    addWord(reading, offset);
    return;
  }
  skipped(reading, symbol);
  const found = text.slice(offset, reading.offset);
  if (found === '"' || found === "''") modes.push(found);
  if (found === '{' || found === '${') modes.push('{');
  if (found === '}') modes.pop();
  add(reading, kindOfSymbol(found), offset);
}

function addWord(reading: Reading, start: number): void {
  const { text, offset: end } = reading;
  let kind: TokenKind = keywords.has(text.slice(start, end)) ? 'keyword' : 'name';
  beginning.lastIndex = start;
  beginning.test(text);
  const next = text[beginning.lastIndex];
  if (next === '/' || next === ':') {
    reading.offset = start;
    if (next === '/' && skipped(reading, path)) kind = 'path';
    else if (next === ':' && skipped(reading, address)) kind = 'address';
    else reading.offset = end;
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
  if (!skipped(reading, quote === '"' ? plainText : indentedText)) reading.offset++;
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

/** Goes behind what fits at the offset; false where nothing does. */
function skipped(reading: Reading, pattern: RegExp): boolean {
  pattern.lastIndex = reading.offset;
  if (!pattern.test(reading.text) || pattern.lastIndex === reading.offset) return false;
  reading.offset = pattern.lastIndex;
  return true;
}

function add({ text, offset, tokens }: Reading, kind: TokenKind, start: number): void {
  tokens.push({ kind, text: text.slice(start, offset), start, end: offset });
}
