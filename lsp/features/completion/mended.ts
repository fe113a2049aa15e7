import { analyzeText, analyzeTree, type FileAnalysis } from '#analyzer/file-analysis.ts';
import { type Mended, mend, mendBindings } from '#analyzer/unfinished/mend.ts';
import { Kind } from '#parser/kinds.ts';
import { type BindingRange, replaceBindings } from '#parser/replace-bindings.ts';
import type { Span } from '#parser/span.ts';
import type { NodeId, Tree } from '#parser/tree.ts';
import { withRepeated } from '../meaning/whole.ts';
import { nodeAt } from './place.ts';

/** A mended text with its analysis. */
export interface MendedAnalysis {
  readonly mended: Mended;
  readonly analysis: FileAnalysis;
}

/** The text of a file with what it still lacks around an offset, analyzed; kept for whoever asks about the same place. */
export function mendedAnalysis(
  current: FileAnalysis | undefined,
  text: string,
  offset: number,
): MendedAnalysis {
  const own = current?.text === text && current.language === 'nix' ? current : undefined;
  const known = own && lastMended.get(own);
  if (known?.offset === offset) return known;
  const whole =
    mendedHere(own, offset) ?? mendedNear(own, text, offset) ?? mendedWhole(own, text, offset);
  if (whole.analysis.tree.errors.length === 0) lastRight = whole.analysis;
  const found = { mended: whole.mended, analysis: withRepeated(whole.analysis) };
  if (own !== undefined) lastMended.set(own, { offset, ...found });
  return found;
}

const lastMended = new WeakMap<FileAnalysis, MendedAnalysis & { readonly offset: number }>();

/** The last analysis of a text that Nix can read; the next one is likely to be about nearly the same. */
let lastRight: FileAnalysis | undefined;

/** A text that Nix can read lacks nothing where a name is being written, or begins, and is not read again. */
function mendedHere(current: FileAnalysis | undefined, offset: number): MendedAnalysis | undefined {
  if (current === undefined || current.tree.errors.length > 0) return undefined;
  const word = wordAt(current.tree, offset);
  if (word === undefined) return undefined;
  const written = { kind: 'name', word } as const;
  return { mended: { text: current.text, at: word.start, written }, analysis: current };
}

/** The name that ends at an offset or goes over it; what begins there is left as it is, and only says where. */
function wordAt(tree: Tree, offset: number): Span | undefined {
  const before = nodeAt(tree, offset - 1);
  if (before.kind === 'identifier' && before.start < offset && offset <= before.end)
    return before.span;
  const next = nodeAt(tree, offset);
  const begins = next.kind === 'identifier' && next.start === offset;
  return begins ? { start: offset, end: offset } : undefined;
}

function mendedWhole(
  current: FileAnalysis | undefined,
  text: string,
  offset: number,
): MendedAnalysis {
  const mended = mend(text, offset);
  const isSame = current !== undefined && mended.text === text;
  return { mended, analysis: isSame ? current : analyzeText(mended.text, 'nix') };
}

/**
 * What mending the whole text gives, with nothing read again but some bindings
 * around the offset: where the text differs from one that Nix can read in those
 * bindings alone, everything else is as it is there.
 */
function mendedNear(
  current: FileAnalysis | undefined,
  text: string,
  offset: number,
): MendedAnalysis | undefined {
  const isRight = current !== undefined && current.tree.errors.length === 0;
  const right = isRight ? current : lastRight;
  const changed = right && changedSpan(right.text, text, offset);
  const range = changed && bindingsAround(right.tree, changed);
  if (right === undefined || range === undefined) return undefined;
  const { tree } = right;
  const [start, end] = [tree.start[range.first] ?? 0, tree.end[range.last] ?? 0];
  const grown = end + text.length - tree.text.length;
  const mended = mendBindings(text, offset, { start, end: grown });
  if (mended === undefined) return undefined;
  if (isRight && mended.text === text) return { mended, analysis: right };
  const bindings = mended.text.slice(start, grown + mended.text.length - text.length);
  const replaced = replaceBindings(tree, range, bindings);
  return replaced && { mended, analysis: analyzeTree(replaced) };
}

/** Where in a text another one differs, as far as an offset of the other one at least. */
function changedSpan(before: string, text: string, offset: number): Span {
  const growth = text.length - before.length;
  if (before === text) return { start: offset, end: offset };
  const most = Math.min(before.length, text.length, offset);
  let start = 0;
  while (start < most && before.charCodeAt(start) === text.charCodeAt(start)) start++;
  const least = Math.max(start, offset - growth, start - growth);
  let end = before.length;
  while (end > least && before.charCodeAt(end - 1) === text.charCodeAt(end + growth - 1)) end--;
  return { start, end };
}

/** The fewest bindings of one set that a stretch of the text lies in, away from their borders. */
function bindingsAround(tree: Tree, { start, end }: Span): BindingRange | undefined {
  let row: number = nodeAt(tree, start - 1).id;
  for (; row > 0; row = tree.parent[row] ?? 0) {
    const found = tree.kind[row] === Kind.binding_set && bindingsIn(tree, row, { start, end });
    if (found) return found;
  }
  return undefined;
}

function bindingsIn(tree: Tree, set: number, { start, end }: Span): BindingRange | undefined {
  let first: NodeId | undefined;
  const after = tree.after[set] ?? 0;
  for (let row = set + 1; row < after; row = tree.after[row] ?? after) {
    if (tree.kind[row] === Kind.comment) continue;
    if ((tree.start[row] ?? 0) < start) first = row as NodeId;
    if (first !== undefined && (tree.end[row] ?? 0) > end) return { first, last: row as NodeId };
  }
  return undefined;
}
