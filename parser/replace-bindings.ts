import { Kind } from './kinds.ts';
import { parse } from './parse.ts';
import type { Span } from './span.ts';
import type { NodeId, Tree, TreeColumns } from './tree.ts';

/** Bindings of one set that stand behind each other. */
export interface BindingRange {
  readonly first: NodeId;
  readonly last: NodeId;
}

/** The rows of a set around bindings that are parsed by themselves: the text, the set, and what holds its bindings. */
const rowsAround = 3;

/**
 * The tree of a text that Nix can read, with other bindings in the place of some;
 * the same as if all of it were parsed. `undefined` where the text that is given
 * is not just bindings.
 */
export function replaceBindings(tree: Tree, range: BindingRange, text: string): Tree | undefined {
  const inner = parse(`{${text}}`, 'nix');
  if (tree.errors.length > 0 || !areBindings(inner, text.length)) return undefined;
  const { first, last } = range;
  const [from, to] = [tree.start[first] ?? 0, tree.end[last] ?? 0];
  const whole = tree.text.slice(0, from) + text + tree.text.slice(to);
  const columns = joined(tree, inner, {
    first,
    next: tree.after[last] ?? tree.size,
    from,
    to,
    growth: whole.length - tree.text.length,
  });
  return { ...columns, language: 'nix', text: whole, size: columns.kind.length, errors: [] };
}

/** Whether a text between braces has bindings from its first character to its last. */
function areBindings({ errors, kind, start, end, size }: Tree, length: number): boolean {
  const isSet = kind[1] === Kind.attrset_expression && kind[2] === Kind.binding_set;
  return (
    errors.length === 0 && isSet && start[2] === 1 && end[2] === length + 1 && size > rowsAround
  );
}

/** What is replaced: rows and the text that they stand for. */
interface Replaced {
  readonly first: number;
  readonly next: number;
  readonly from: number;
  readonly to: number;
  /** By how much the text grows. */
  readonly growth: number;
}

function joined(tree: Tree, inner: Tree, replaced: Replaced): TreeColumns {
  const { first, next, from, to, growth } = replaced;
  const own = inner.size - rowsAround;
  const added = own - (next - first);
  const columns = roomFor(tree.size + added);
  const behind = first + own;
  for (const name of ['kind', 'field', 'start', 'end', 'after', 'parent'] as const) {
    columns[name].set(tree[name].subarray(0, first));
    columns[name].set(inner[name].subarray(rowsAround), first);
    columns[name].set(tree[name].subarray(next), behind);
  }
  const { start, end, after, parent } = columns;
  const before = { start: 0, end: first };
  grow(end, before, { least: to, growth });
  grow(after, before, { least: next, growth: added });
  const inside = { start: first, end: behind };
  for (const offsets of [start, end]) grow(offsets, inside, { least: 0, growth: from - 1 });
  for (const rows of [after, parent])
    grow(rows, inside, { least: rowsAround, growth: first - rowsAround });
  let child: number = first;
  for (; child < behind; child = after[child] ?? behind) parent[child] = tree.parent[first] ?? 0;
  const rest = { start: behind, end: columns.kind.length };
  for (const offsets of [start, end]) grow(offsets, rest, { least: 0, growth });
  for (const rows of [after, parent]) grow(rows, rest, { least: next, growth: added });
  return columns;
}

/** Adds to the numbers of some rows that are not too small. */
function grow(
  column: Uint32Array,
  rows: Span,
  { least, growth }: { readonly least: number; readonly growth: number },
): void {
  for (let row = rows.start; row < rows.end; row++) {
    const value = column[row] ?? 0;
    if (value >= least) column[row] = value + growth;
  }
}

function roomFor(size: number): TreeColumns {
  return {
    kind: new Uint16Array(size),
    field: new Uint8Array(size),
    start: new Uint32Array(size),
    end: new Uint32Array(size),
    after: new Uint32Array(size),
    parent: new Uint32Array(size),
  };
}
