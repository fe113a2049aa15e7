import { checkNix } from './checks.ts';
import { Kind } from './kinds.ts';
import { quoted } from './quoted.ts';
import type { Span } from './span.ts';
import type { SyntaxError, Tree } from './tree.ts';

/** What the parser had to add at a row of kind `MISSING`. */
export interface MissingToken {
  readonly row: number;
  readonly name: string;
}

/** What the parser says beside the columns. */
export interface Outcome {
  readonly missing: readonly MissingToken[];
  /** Tokens at which no reading of the text could go on; the first is where the text first goes wrong. */
  readonly rejected: readonly Span[];
  /** The first row that stands for something nested too deeply. */
  readonly tooDeep: number | undefined;
  /** Whether there is no tree but the root. */
  readonly gaveUp: boolean;
}

type BareTree = Omit<Tree, 'errors'>;

/** Everything that is wrong with the text, in its order. */
export function syntaxErrors(tree: BareTree, outcome: Outcome): readonly SyntaxError[] {
  if (outcome.gaveUp) return [tooBroken(tree, outcome)];
  const errors = [...missing(tree, outcome), ...unexpected(tree, outcome), ...deep(tree, outcome)];
  if (tree.language === 'nix') errors.push(...checkNix(tree, errors.length > 0));
  return errors.sort((a, b) => a.start - b.start || a.end - b.end);
}

function tooBroken(tree: BareTree, outcome: Outcome): SyntaxError {
  const first = outcome.rejected[0];
  if (!first) return { start: 0, end: 0, message: 'too large to be parsed' };
  return {
    ...first,
    message: `${unexpectedMessage(tree.text, first)}, and too many errors after it to go on`,
  };
}

function missing(tree: BareTree, outcome: Outcome): SyntaxError[] {
  return outcome.missing.map(({ row, name }) => ({
    ...spanOf(tree, row),
    message: `missing ${described(name)}`,
  }));
}

/** One for each error, at the token where the text went wrong. */
function unexpected(tree: BareTree, outcome: Outcome): SyntaxError[] {
  const places = unexpectedPlaces(tree, outcome);
  const first = outcome.rejected[0];
  if (first && places.length + outcome.missing.length === 0) places.push(first);
  const starts = new Set<number>();
  return places
    .filter(({ start }) => !starts.has(start) && starts.add(start))
    .map((place) => ({ ...place, message: unexpectedMessage(tree.text, place) }));
}

/** An error within an error counts only when it has such a token of its own. */
function unexpectedPlaces(tree: BareTree, outcome: Outcome): Span[] {
  const places: Span[] = [];
  if (!tree.kind.includes(Kind.ERROR)) return places;
  const rejected = [...outcome.rejected].sort((a, b) => a.start - b.start);
  let next = 0;
  let outerEnd = 0;
  for (let row = 0; row < tree.size; row++) {
    if (tree.kind[row] !== Kind.ERROR || row === outcome.tooDeep) continue;
    const span = spanOf(tree, row);
    const after = tree.after[row] ?? tree.size;
    while ((rejected[next]?.start ?? Infinity) < span.start) next++;
    const token = rejected[next];
    if (token && token.start <= startOfNext(tree, after)) places.push(token);
    else if (row >= outerEnd) places.push(firstToken(tree.text, span));
    outerEnd = Math.max(outerEnd, after);
  }
  return places;
}

/** Where the next row begins that is no comment: what ends an error may stand behind one. */
function startOfNext(tree: BareTree, row: number): number {
  let next = row;
  while (tree.kind[next] === Kind.comment) next++;
  return tree.start[next] ?? tree.text.length;
}

function deep(tree: BareTree, outcome: Outcome): SyntaxError[] {
  if (outcome.tooDeep === undefined) return [];
  const { start } = spanOf(tree, outcome.tooDeep);
  return [{ start, end: start, message: 'nested too deeply: more than 2000 levels' }];
}

function spanOf(tree: BareTree, row: number): Span {
  return { start: tree.start[row] ?? 0, end: tree.end[row] ?? 0 };
}

function firstToken(text: string, span: Span): Span {
  const found = /^\s*([\w'-]+|\S)/u.exec(
    text.slice(span.start, Math.min(span.end, span.start + 200)),
  );
  if (!found?.[1]) return { start: span.start, end: span.start };
  const end = span.start + found[0].length;
  return { start: end - found[1].length, end };
}

function unexpectedMessage(text: string, token: Span): string {
  if (token.start >= text.length) return 'unexpected end of the file';
  if (text.startsWith('/*', token.start)) return 'this comment has no end';
  const end =
    token.end > token.start
      ? token.end
      : token.start + String.fromCodePoint(text.codePointAt(token.start) ?? 0).length;
  return `unexpected ${quoted(text.slice(token.start, end))}`;
}

/** What a person calls the symbol of a grammar. */
function described(symbol: string): string {
  if (symbol === 'identifier') return 'a name';
  if (/^_*[a-z][a-z_]+$/.test(symbol) && symbol.includes('_'))
    return `a ${symbol.replaceAll('_', ' ').trim()}`;
  return quoted(symbol);
}
