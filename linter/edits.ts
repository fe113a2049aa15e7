import type { Edit, FilePath } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';

/** What is written, and where. */
export type Insertion = Pick<Edit, 'span' | 'text' | 'isGenerated'>;

/**
 * The text after edits that do not touch each other. Inserted lines end as the
 * others do; what flakewise itself writes has the ends that it has to have.
 */
export function applyEdits(text: string, edits: readonly Insertion[]): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const parts: string[] = [];
  let position = 0;
  for (const edit of edits.toSorted((a, b) => compareSpans(a.span, b.span))) {
    const inserted = edit.isGenerated ? edit.text : edit.text.replace(/\r?\n/g, lineEnd);
    parts.push(text.slice(position, edit.span.start), inserted);
    position = edit.span.end;
  }
  return [...parts, text.slice(position)].join('');
}

/** Where an edit is in the text before, and where what it writes is in the text after. */
export interface Place {
  readonly from: Span;
  readonly to: Span;
}

/** The places of edits that are made together, in the order of the text. */
export function placesOf(edits: readonly Insertion[]): readonly Place[] {
  let by = 0;
  return edits
    .toSorted((a, b) => compareSpans(a.span, b.span))
    .map(({ span, text }) => {
      const start = span.start + by;
      by += text.length - (span.end - span.start);
      return { from: span, to: { start, end: start + text.length } };
    });
}

/**
 * Whether two edits could not both apply, only in an order that matters, or only
 * as long as each finds beside it what it has looked at: a space that one leaves
 * out because a bracket stands there, another may need when the bracket goes.
 */
export function clash(a: Edit, b: Edit): boolean {
  if (a.file !== b.file) return false;
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}

/** The edits of each file, in the order in which they were given. */
export function byFile(edits: readonly Edit[]): Map<FilePath, Edit[]> {
  const files = new Map<FilePath, Edit[]>();
  for (const edit of edits) files.set(edit.file, [...(files.get(edit.file) ?? []), edit]);
  return files;
}

function compareSpans(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end;
}
