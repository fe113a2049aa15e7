import type { Span } from '#parser/span.ts';

/** Names that lead through a TOML text; a number stands for each item of a list. */
export type TomlPath = readonly (string | number)[];

/** What stands at the cursor of a TOML text. It is read up to there, so that it may be broken. */
export interface TomlCursor {
  readonly kind: 'key' | 'value' | 'header' | 'comment';
  /** Where the key, or the value, is. */
  readonly path: TomlPath;
  /** What of the key or of the value stands there, without quotes. */
  readonly word: Span;
  /** The quotes that the cursor is in. */
  readonly quote: string;
}

/** Something that values stand in: a table behind its header, an inline table, or an array. */
interface Container {
  readonly kind: 'table' | 'inline' | 'array';
  readonly path: TomlPath;
  /** The names of the key before the last dot. */
  names: string[];
  /** The name that was read last. */
  name: string | undefined;
  isValue: boolean;
}

const token =
  /(\s+)|(#[^\n]*)|("""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\[^\n])*(?:"|$|(?=\n))|'[^'\n]*(?:'|$|(?=\n)))|(\[\[?|\]\]?|[{}=,.])|([\w+:-]+)|([\s\S])/y;

/** What the cursor is at. */
export function tomlCursor(text: string, cursor: number): TomlCursor {
  const reading = new Reading();
  token.lastIndex = 0;
  while (token.lastIndex < cursor) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (match === null) break;
    const end = token.lastIndex;
    const found = end >= cursor ? cursorIn(reading, match, cursor) : undefined;
    if (found !== undefined) return found;
    token.lastIndex = read(reading, match, { start, end: Math.min(end, cursor) });
  }
  return reading.word({ start: cursor, end: cursor });
}

/** What the cursor is at, when it is in the token that was found. */
function cursorIn(
  reading: Reading,
  match: RegExpExecArray,
  cursor: number,
): TomlCursor | undefined {
  const [found, , comment, string, , bare] = match;
  const span = { start: match.index, end: match.index + found.length };
  if (comment !== undefined) return reading.at('comment', span);
  if (bare !== undefined) return reading.word(span);
  if (string === undefined || isClosed(string, cursor - match.index)) return undefined;
  return reading.string(string, match.index);
}

/** Takes a token in; gives back where the next one begins. */
function read(reading: Reading, match: RegExpExecArray, { start, end }: Span): number {
  const [found, space, , string, symbol, bare] = match;
  if (isHeader(match)) reading.forget();
  if (symbol === '[[' || symbol === ']]') return reading.doubled(symbol, start);
  if (symbol !== undefined) reading.symbol(symbol);
  if (space?.slice(0, end - start).includes('\n')) reading.line();
  if (string !== undefined) reading.named(unquoted(string));
  if (bare !== undefined) reading.named(bare);
  return start + found.length;
}

/** Whether a line is the header of a table, also behind a bracket that nobody has closed. */
function isHeader({ input, index }: RegExpExecArray): boolean {
  if (input[index] !== '[' || (index > 0 && input[index - 1] !== '\n')) return false;
  return /^\[\[?[\w."'-]+\]\]?[^\S\n]*(?:#|$)/m.test(input.slice(index, index + 200));
}

/** Whether the quotes of a string are closed before an offset in it. */
function isClosed(string: string, offset: number): boolean {
  const quote = quoteOf(string);
  return string.length >= quote.length * 2 && string.endsWith(quote) && offset >= string.length;
}

function quoteOf(string: string): string {
  return /^("""|'''|"|')/.exec(string)?.[0] ?? '';
}

function unquoted(string: string): string {
  const quote = quoteOf(string);
  const isEnded = string.endsWith(quote) && string.length >= quote.length * 2;
  return string.slice(quote.length, isEnded ? -quote.length : undefined);
}

class Reading {
  #containers: Container[] = [container('table', [])];
  /** The names of the header that is being read. */
  #header: { readonly names: string[]; readonly isList: boolean } | undefined;
  /** How many tables each list of tables has so far. */
  readonly #lists = new Map<string, number>();

  get #top(): Container {
    return this.#containers.at(-1) ?? container('table', []);
  }

  /** The place of what is being read. */
  at(kind: TomlCursor['kind'], word: Span, quote = ''): TomlCursor {
    if (kind === 'comment') return { kind, path: [], word, quote };
    if (this.#header !== undefined)
      return { kind: 'header', path: this.#header.names.slice(0, -1), word, quote };
    const { path, names, isValue, kind: of } = this.#top;
    if (of === 'array') return { kind: 'value', path: [...path, 0], word, quote };
    return { kind: isValue ? 'value' : 'key', path: [...path, ...names], word, quote };
  }

  word(span: Span): TomlCursor {
    if (this.#header !== undefined) this.#header.names.push('');
    return this.at('key', span);
  }

  string(string: string, start: number): TomlCursor {
    const quote = quoteOf(string);
    const begin = start + quote.length;
    const inside = unquoted(string);
    if (this.#header !== undefined) this.#header.names.push('');
    return this.at('key', { start: begin, end: begin + inside.length }, quote);
  }

  /** Leaves whatever is open. */
  forget(): void {
    this.#containers = [container('table', [])];
    this.#header = undefined;
  }

  named(name: string): void {
    if (this.#header !== undefined) this.#header.names.push(name);
    else this.#top.name = name;
  }

  line(): void {
    if (this.#header !== undefined) this.#endHeader();
    if (this.#top.kind !== 'table') return;
    this.#top.names = [];
    this.#top.name = undefined;
    this.#top.isValue = false;
  }

  /** Two brackets open or close a header, or are two of one; where to go on. */
  doubled(symbol: string, start: number): number {
    const isHeader = this.#isAtLineStart || this.#header?.isList === true;
    if (!isHeader) {
      this.symbol(symbol.slice(0, 1));
      return start + 1;
    }
    if (symbol === '[[') this.#header = { names: [], isList: true };
    else this.#endHeader();
    return start + 2;
  }

  symbol(symbol: string): void {
    switch (symbol) {
      case '[':
        if (this.#isAtLineStart) this.#header = { names: [], isList: false };
        else this.#open('array');
        return;
      case '{':
        this.#open('inline');
        return;
      case ']':
        if (this.#header !== undefined) this.#endHeader();
        else this.#close('array');
        return;
      case '}':
        this.#close('inline');
        return;
      case '=':
        this.#dot();
        this.#top.isValue = true;
        return;
      case '.':
        if (!this.#top.isValue) this.#dot();
        return;
      case ',':
        if (this.#top.kind === 'table') return;
        this.#top.names = [];
        this.#top.isValue = false;
        return;
    }
  }

  get #isAtLineStart(): boolean {
    const { kind, names, isValue, name } = this.#top;
    return kind === 'table' && names.length === 0 && !isValue && name === undefined;
  }

  #dot(): void {
    const { name, names } = this.#top;
    if (name !== undefined) names.push(name);
    this.#top.name = undefined;
  }

  #open(kind: 'inline' | 'array'): void {
    const { path, names, kind: around } = this.#top;
    this.#containers.push(container(kind, [...path, ...(around === 'array' ? [0] : names)]));
  }

  #close(kind: 'inline' | 'array'): void {
    if (this.#containers.length > 1 && this.#top.kind === kind) this.#containers.pop();
  }

  #endHeader(): void {
    const { names = [], isList = false } = this.#header ?? {};
    const key = JSON.stringify(names);
    const count = this.#lists.get(key) ?? 0;
    if (isList) this.#lists.set(key, count + 1);
    this.#header = undefined;
    this.#containers = [container('table', this.#resolved(names))];
  }

  /** A header with the number of each list of tables that it goes through. */
  #resolved(names: readonly string[]): TomlPath {
    return names.flatMap((name, index): (string | number)[] => {
      const count = this.#lists.get(JSON.stringify(names.slice(0, index + 1)));
      return count === undefined ? [name] : [name, count - 1];
    });
  }
}

function container(kind: Container['kind'], path: TomlPath): Container {
  return { kind, path, names: [], name: undefined, isValue: false };
}
