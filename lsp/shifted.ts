import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';
import type { Replacement } from './document.ts';

/**
 * A finding after text of a file was replaced. Its places move with the text
 * around them; fixes are dropped once they speak of the file, because their
 * edits were meant for the text of before.
 */
export function shifted(
  diagnostic: Diagnostic,
  file: FilePath,
  replaced: readonly Replacement[],
): Diagnostic {
  const speaksOf = (place: { readonly file: FilePath }): boolean => place.file === file;
  if (![diagnostic, ...diagnostic.related].some(speaksOf)) {
    return withoutFixesIn(diagnostic, file);
  }
  const moved = <Place extends { readonly file: FilePath; readonly span: Span }>(
    place: Place,
  ): Place => (speaksOf(place) ? { ...place, span: movedSpan(place.span, replaced) } : place);
  return withoutFixesIn({ ...moved(diagnostic), related: diagnostic.related.map(moved) }, file);
}

function withoutFixesIn(diagnostic: Diagnostic, file: FilePath): Diagnostic {
  const fixes = diagnostic.fixes.filter(({ edits }) => edits.every((edit) => edit.file !== file));
  return fixes.length === diagnostic.fixes.length ? diagnostic : { ...diagnostic, fixes };
}

function movedSpan(span: Span, replaced: readonly Replacement[]): Span {
  let { start, end } = span;
  for (const { span: gone, text } of replaced) {
    start = movedOffset(start, gone, text.length);
    end = Math.max(start, movedOffset(end, gone, text.length));
  }
  return { start, end };
}

function movedOffset(offset: number, { start, end }: Span, length: number): number {
  if (offset <= start) return offset;
  return offset >= end ? offset + length - (end - start) : start + length;
}
