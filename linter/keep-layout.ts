import { isSameTree } from '#analyzer/layout/same-tree.ts';
import { innermostUnit, layoutOf } from '#analyzer/layout/units.ts';
import { parse } from '#parser/parse.ts';
import type { Span } from '#parser/span.ts';
import type { Tree } from '#parser/tree.ts';
import { applyEdits, type Insertion, placesOf } from './edits.ts';

/**
 * A text of Nix after edits. What nixfmt has laid out before stays as it lays it
 * out: a statement, or an item of a list, that an edit changes is laid out anew if
 * it was laid out so.
 */
export function editedAsLaidOut(text: string, edits: readonly Insertion[]): string {
  const edited = applyEdits(text, edits);
  if (text.includes('\r') || edited === text) return edited;
  const [before, after] = [parse(text, 'nix'), parse(edited, 'nix')];
  if (before.errors.length > 0 || after.errors.length > 0) return edited;
  return laidOut(after, changedUnits({ before, after }, edits));
}

/** The units of the new text that edits change, unless one was laid out in another way before. */
function changedUnits(
  { before, after }: { readonly before: Tree; readonly after: Tree },
  edits: readonly Insertion[],
): readonly Span[] {
  const found = new Map<number, { readonly span: Span; readonly isKept: boolean }>();
  for (const { from, to } of placesOf(edits)) {
    const [old, now] = [innermostUnit(before, from), innermostUnit(after, to)];
    if (!old || !now) continue;
    const isKept = (found.get(now.id)?.isKept ?? true) && layoutOf(old) === old.text;
    found.set(now.id, { span: now.span, isKept });
  }
  return [...found.values()].flatMap(({ span, isKept }) => (isKept ? span : []));
}

/** Lays units out, the inner ones first. */
function laidOut(start: Tree, units: readonly Span[]): string {
  let tree = start;
  let left = units.toSorted((a, b) => a.end - a.start - (b.end - b.start));
  for (let [span, ...others] = left; span; [span, ...others] = left) {
    left = others;
    const unit = innermostUnit(tree, span);
    const text = unit && layoutOf(unit);
    if (!unit || text === undefined || text === unit.text) continue;
    const next = parse(tree.text.slice(0, unit.start) + text + tree.text.slice(unit.end), 'nix');
    if (!isSameTree(tree, next)) continue;
    left = others.map((other) => moved(other, unit.span, text.length));
    tree = next;
  }
  return tree.text;
}

function moved({ start, end }: Span, replaced: Span, length: number): Span {
  const by = length - (replaced.end - replaced.start);
  return {
    start: start >= replaced.end ? start + by : start,
    end: end >= replaced.end ? end + by : end,
  };
}
