import type { Edit, FilePath } from '#analyzer/diagnostic.ts';
import { languageOf } from '#analyzer/language.ts';
import { isSameTree } from '#analyzer/layout/same-tree.ts';
import {
  innermostUnit,
  layoutOf,
  unitsBelow,
  unitsBeside,
  unitsWithin,
} from '#analyzer/layout/units.ts';
import { parse } from '#parser/parse.ts';
import type { Span } from '#parser/span.ts';
import type { Node, Tree } from '#parser/tree.ts';
import { applyEdits, byFile, type Insertion, type Place, placesOf } from './edits.ts';
import { lineEdits } from './line-edits.ts';

/** The text of a file after edits; code that nixfmt has laid out stays as it lays it out. */
export function editedText(file: FilePath, text: string, edits: readonly Insertion[]): string {
  return isCode(file, edits) ? editedAsLaidOut(text, edits) : applyEdits(text, edits);
}

/** What edits make of their files, with the layout of nixfmt kept: the edits themselves where those keep it. */
export function editsAsLaidOut(
  all: readonly Edit[],
  textOf: (file: FilePath) => string | undefined,
): readonly Edit[] {
  return [...byFile(all)].flatMap(([file, edits]) => {
    const text = textOf(file);
    if (text === undefined || !isCode(file, edits)) return edits;
    const after = editedAsLaidOut(text, edits);
    if (after === applyEdits(text, edits)) return edits;
    return lineEdits(text, after).map((edit) => ({ file, ...edit }));
  });
}

/** Whether edits are of code that people lay out, in some of their files. */
export function editsCode(all: readonly Edit[]): boolean {
  return [...byFile(all)].some(([file, edits]) => isCode(file, edits));
}

/** Not so for what flakewise itself writes. */
function isCode(file: FilePath, edits: readonly Insertion[]): boolean {
  return languageOf(file) === 'nix' && !edits.some(({ isGenerated }) => isGenerated);
}

/**
 * A text of Nix after edits. What nixfmt has laid out before stays as it lays it
 * out: a statement, or an item of a list, that an edit changes is laid out anew if
 * it was laid out so.
 */
function editedAsLaidOut(text: string, edits: readonly Insertion[]): string {
  const edited = applyEdits(text, edits);
  if (text.includes('\r') || edited === text) return edited;
  const [before, after] = [parse(text, 'nix'), parse(edited, 'nix')];
  if (before.errors.length > 0 || after.errors.length > 0) return edited;
  return laidOut(after, changedUnits({ before, after }, edits));
}

/** The units of the new text that edits change, unless what they were was laid out in another way. */
function changedUnits(
  { before, after }: { readonly before: Tree; readonly after: Tree },
  edits: readonly Insertion[],
): readonly Span[] {
  const places = placesOf(edits);
  const known = new Map<number, boolean>();
  const wasLaidOut = (unit: Node): boolean => {
    const answer = known.get(unit.id) ?? layoutOf(unit) === unit.text;
    known.set(unit.id, answer);
    return answer;
  };
  const found = new Map<number, Span>();
  for (const { from, to } of places) {
    const around = innermostUnit(after, to);
    const old = around && innermostUnit(before, spanBefore(around.span, places));
    if (!around || !old || !wasLaidOut(old)) continue;
    // What stands on one line is often laid out so by chance.
    if (!old.text.includes('\n') && !unitsBeside(old).every(wasLaidOut)) continue;
    if (!unitsWithin(before, from).every(wasLaidOut)) continue;
    found.set(around.id, around.span);
    const written = unitsWithin(after, to);
    if (written.length === 0 || !unitsBelow(old).every(wasLaidOut)) continue;
    for (const unit of written) found.set(unit.id, unit.span);
  }
  return [...found.values()];
}

/** Where something was before edits; what an edit begins or ends, where that edit is. */
function spanBefore(span: Span, places: readonly Place[]): Span {
  let [start, end] = [span.start, span.end];
  for (const { from, to } of places) {
    if (to.end <= span.start) start = span.start - to.end + from.end;
    else if (to.start <= span.start) start = from.start;
    if (to.end <= span.end) end = span.end - to.end + from.end;
    else if (to.start < span.end) end = from.end;
  }
  return { start, end };
}

/** Lays units out, the inner ones first. */
function laidOut(start: Tree, units: readonly Span[]): string {
  let tree = start;
  let left = units;
  while (left.length > 0) {
    const inner = left.filter((span) => !left.some((other) => isWithin(other, span)));
    const edits = inner.flatMap((span) => {
      const unit = innermostUnit(tree, span);
      const text = unit && layoutOf(unit);
      return unit && text !== undefined && text !== unit.text ? [{ span: unit.span, text }] : [];
    });
    const kept = sameAfter(tree, edits);
    left = left.filter((span) => !inner.includes(span)).map((span) => spanAfter(span, kept.edits));
    tree = kept.tree;
  }
  return tree.text;
}

function isWithin(inner: Span, outer: Span): boolean {
  if (inner === outer) return false;
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The tree after those edits that leave the code the same: all, or as many as do. */
function sameAfter(
  tree: Tree,
  edits: readonly Insertion[],
): { readonly tree: Tree; readonly edits: readonly Insertion[] } {
  if (edits.length === 0) return { tree, edits };
  const next = parse(applyEdits(tree.text, edits), 'nix');
  if (isSameTree(tree, next)) return { tree: next, edits };
  if (edits.length === 1) return { tree, edits: [] };
  const good = edits.filter((edit) => {
    return isSameTree(tree, parse(applyEdits(tree.text, [edit]), 'nix'));
  });
  return good.length < edits.length ? sameAfter(tree, good) : { tree, edits: [] };
}

function spanAfter({ start, end }: Span, edits: readonly Insertion[]): Span {
  const grown = (offset: number): number => {
    const before = edits.filter(({ span }) => span.end <= offset);
    return before.reduce((sum, { span, text }) => sum + text.length - (span.end - span.start), 0);
  };
  return { start: start + grown(start), end: end + grown(end) };
}
