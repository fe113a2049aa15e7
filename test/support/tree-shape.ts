import * as assert from 'uvu/assert';
import { fieldNames, kindNames } from '#parser/kinds.ts';
import type { Tree } from '#parser/tree.ts';

/** Asserts what is true of every tree: rows nest, children are ordered, the root spans the text. */
export function checkShape(tree: Tree): void {
  const { kind, field, start, end, after, parent, size, text } = tree;
  const lengths = [kind, field, start, end, after, parent].map((column) => column.length);
  assert.equal(lengths, Array(6).fill(size), 'columns have one entry a row');
  assert.equal(
    [start[0], end[0], after[0], parent[0]],
    [0, text.length, size, 0],
    'the root spans everything',
  );
  for (let row = 1; row < size; row++) {
    const wrong = problemOf(tree, row);
    if (wrong) assert.unreachable(`row ${row} of ${size}: ${wrong}`);
  }
  for (const error of tree.errors) {
    assert.ok(
      0 <= error.start && error.start <= error.end && error.end <= text.length,
      'errors lie in the text',
    );
    assert.ok(error.message.length < 120, `short: ${error.message}`);
    assert.not(/\p{Cc}/u.test(error.message), 'messages hold no control characters');
  }
}

function problemOf(tree: Tree, row: number): string | undefined {
  const at = (column: Uint16Array | Uint8Array | Uint32Array, index: number): number =>
    column[index] ?? -1;
  const { start, end, after, parent } = tree;
  const above = at(parent, row);
  if (above < 0 || above >= row) return 'its parent is not before it';
  if (at(after, row) <= row || at(after, row) > at(after, above))
    return 'it does not end inside its parent';
  if (at(start, row) > at(end, row)) return 'it ends before it starts';
  if (at(start, row) < at(start, above) || at(end, row) > at(end, above))
    return 'its span leaves its parent';
  const next = at(after, row);
  if (next < at(after, above) && at(start, next) < at(end, row)) return 'it overlaps its sibling';
  if (next < at(after, above) && at(parent, next) !== above)
    return 'its sibling has another parent';
  if (kindNames[at(tree.kind, row)] === undefined) return 'it has no kind';
  if (fieldNames[at(tree.field, row)] === undefined) return 'it has no field';
  return undefined;
}
