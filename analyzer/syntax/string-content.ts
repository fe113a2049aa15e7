import { Kind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import type { NodeId, Tree } from '#parser/tree.ts';

/** Text of a string as Nix reads it, or the row of an interpolation in it. */
export type ContentPart =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly runs: readonly Run[];
    }
  | { readonly kind: 'interpolation'; readonly node: NodeId };

/** From `content` on, characters of the evaluated text stand at `source` and following. */
export interface Run {
  readonly content: number;
  readonly source: number;
}

interface Piece {
  text: string;
  readonly source: number;
  /** Escapes count as content, never as indentation. */
  readonly escape: boolean;
}

type Token = Piece | { readonly node: NodeId };

/**
 * The parts of a string expression, escapes resolved and indentation stripped
 * as the Nix manual describes under "String literal".
 */
export function stringContent(tree: Tree, node: NodeId): readonly ContentPart[] {
  const plain = plainContent(tree, node);
  if (plain) {
    const text = tree.text.slice(plain.start, plain.end);
    return [{ kind: 'text', text, runs: [{ content: 0, source: plain.start }] }];
  }
  const indented = tree.kind[node] === Kind.indented_string_expression;
  const tokens = indented ? stripIndentation(indentedTokens(tree, node)) : plainTokens(tree, node);
  return joined(tokens);
}

/** What a string says that has neither escapes nor code in it, as most have not; `undefined` for others and for no text. */
export function plainText(tree: Tree, node: NodeId): string | undefined {
  if (tree.kind[node] === Kind.indented_string_expression) return plainLines(tree, node);
  const plain = plainContent(tree, node);
  return plain && tree.text.slice(plain.start, plain.end);
}

/** The same as to cut it to pieces, with less to make on the way. */
function plainLines(tree: Tree, node: NodeId): string | undefined {
  const { kind, after, start, end, text } = tree;
  if (after[node] !== node + 2 || kind[node + 1] !== Kind.string_fragment) return undefined;
  const written = text.slice(start[node], end[node]);
  const inside = written.slice(openingOf(written), -2);
  if (inside.includes("''")) return undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (const spaces of inside.match(/(?:^|\n) *(?=[^ \n])/g) ?? [])
    smallest = Math.min(smallest, spaces.length - (spaces.startsWith('\n') ? 1 : 0));
  const lines = inside.slice(0, lastLineStart(inside));
  const most = Number.isFinite(smallest) ? smallest : lines.length;
  const said = most === 0 ? lines : lines.replace(new RegExp(`(^|\n) {1,${most}}`, 'g'), '$1');
  return said === '' ? undefined : said;
}

/** How many characters open an indented string; a first line without text is none. */
function openingOf(written: string): number {
  return /^''(?: *\n)?/.exec(written)?.[0].length ?? 2;
}

/** Where the content of a string stands that says nothing but what is written, as most do. */
function plainContent(tree: Tree, node: NodeId): Span | undefined {
  const only = node + 1;
  if (tree.kind[node] !== Kind.string_expression || tree.kind[only] !== Kind.string_fragment)
    return undefined;
  const span = { start: (tree.start[node] ?? 0) + 1, end: (tree.end[node] ?? 0) - 1 };
  const isWhole = tree.start[only] === span.start && tree.end[only] === span.end;
  return isWhole && !hasCarriageReturn(tree.text, span) ? span : undefined;
}

function hasCarriageReturn(text: string, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === 13) return true;
  return false;
}

/** The offset in the source of one character of the evaluated text; the nearest known one before it otherwise. */
export function sourceOffset(runs: readonly Run[], content: number): number {
  let found = runs[0];
  for (const run of runs) if (run.content <= content) found = run;
  return found ? found.source + Math.max(0, content - found.content) : 0;
}

function plainTokens(tree: Tree, node: NodeId): Token[] {
  return tokensBetween(tree, node, {
    open: 1,
    close: 1,
    escapes: plainEscapes,
  });
}

function indentedTokens(tree: Tree, node: NodeId): Token[] {
  return tokensBetween(tree, node, {
    open: openingOf(tree.text.slice(tree.start[node], tree.end[node])),
    close: 2,
    escapes: indentedEscapes,
  });
}

interface Quotes {
  readonly open: number;
  readonly close: number;
  readonly escapes: (text: string, offset: number) => Piece[];
}

function tokensBetween(tree: Tree, node: NodeId, quotes: Quotes): Token[] {
  const tokens: Token[] = [];
  const end = Math.max((tree.start[node] ?? 0) + quotes.open, (tree.end[node] ?? 0) - quotes.close);
  let offset = (tree.start[node] ?? 0) + quotes.open;
  for (
    let child = node + 1;
    child < (tree.after[node] ?? 0);
    child = tree.after[child] ?? child + 1
  ) {
    if (tree.kind[child] !== Kind.interpolation) continue;
    const start = tree.start[child] ?? 0;
    if (start > offset) tokens.push(...quotes.escapes(tree.text.slice(offset, start), offset));
    tokens.push({ node: child as NodeId });
    offset = tree.end[child] ?? offset;
  }
  if (end > offset) tokens.push(...quotes.escapes(tree.text.slice(offset, end), offset));
  return tokens;
}

const plainEscape = /\\([\s\S])|\r\n?/g;
const indentedEscape = /''\$|'''|''\\([\s\S])/g;

function plainEscapes(text: string, offset: number): Piece[] {
  return withEscapes(text, offset, plainEscape);
}

function indentedEscapes(text: string, offset: number): Piece[] {
  return withEscapes(text, offset, indentedEscape);
}

function withEscapes(text: string, offset: number, pattern: RegExp): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from)
      pieces.push({
        text: text.slice(from, match.index),
        source: offset + from,
        escape: false,
      });
    pieces.push({
      text: escaped(match),
      source: offset + match.index,
      escape: !match[0].startsWith('\r'),
    });
    from = match.index + match[0].length;
  }
  if (from < text.length)
    pieces.push({
      text: text.slice(from),
      source: offset + from,
      escape: false,
    });
  return pieces;
}

function escaped(match: RegExpExecArray): string {
  if (match[0] === "''$") return '$';
  if (match[0] === "'''") return "''";
  if (match[0].startsWith('\r')) return '\n';
  switch (match[1]) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return match[1] ?? '';
  }
}

function stripIndentation(tokens: readonly Token[]): Token[] {
  const stripping: Stripping = {
    indentation: smallestIndentation(tokens),
    stripped: [],
    atLineStart: true,
    dropped: 0,
  };
  for (const [index, token] of tokens.entries()) {
    if ('node' in token) {
      stripping.atLineStart = false;
      stripping.dropped = 0;
      stripping.stripped.push(token);
      continue;
    }
    const isLast = index === tokens.length - 1;
    const end = isLast ? lastLineStart(token.text) : token.text.length;
    for (let line = 0; line < end; ) line = stripLine(stripping, token, { start: line, end });
  }
  return stripping.stripped;
}

interface Stripping {
  readonly indentation: number;
  readonly stripped: Token[];
  atLineStart: boolean;
  /** Spaces already left out of the current line. */
  dropped: number;
}

/** Adds one line, or what the token has of it, without its indentation; gives back where the next begins. */
function stripLine(stripping: Stripping, token: Piece, range: Span): number {
  const newline = token.text.indexOf('\n', range.start);
  const end = newline === -1 ? range.end : Math.min(range.end, newline + 1);
  let from = range.start;
  while (stripping.atLineStart && stripping.dropped < stripping.indentation && from < end) {
    if (token.text[from] !== ' ') break;
    from++;
    stripping.dropped++;
  }
  if (end > from) {
    const text = token.text.slice(from, end);
    stripping.stripped.push({ text, source: token.source + from, escape: token.escape });
  }
  if (token.text[end - 1] === '\n') {
    stripping.atLineStart = true;
    stripping.dropped = 0;
  } else if (/[^ ]/.test(token.text.slice(from, end))) {
    stripping.atLineStart = false;
  }
  return end;
}

/** Where to cut the last token: spaces before the closing quotes are layout. */
function lastLineStart(text: string): number {
  const newline = text.lastIndexOf('\n');
  return newline !== -1 && /^ *$/.test(text.slice(newline + 1)) ? newline + 1 : text.length;
}

/** The fewest spaces before the first character of a line; lines of spaces alone do not count. */
function smallestIndentation(tokens: readonly Token[]): number {
  const texts = tokens.map((token) => ('node' in token || token.escape ? '$' : token.text));
  let smallest = Number.POSITIVE_INFINITY;
  for (const [, spaces = ''] of texts.join('').matchAll(/(?:^|\n)( *)[^ \n]/g))
    smallest = Math.min(smallest, spaces.length);
  return smallest;
}

function joined(tokens: readonly Token[]): ContentPart[] {
  const parts: ContentPart[] = [];
  let text = '';
  let runs: Run[] = [];
  const flush = (): void => {
    if (runs.length > 0) parts.push({ kind: 'text', text, runs });
    text = '';
    runs = [];
  };
  for (const token of tokens) {
    if ('node' in token) {
      flush();
      parts.push({ kind: 'interpolation', node: token.node });
    } else {
      runs.push({ content: text.length, source: token.source });
      text += token.text;
    }
  }
  flush();
  return parts;
}
