import type { Edit, Fix, Note } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';
import type { Finding } from './rule.ts';

/** A finding as plain data that may go to another thread: rules may give a node where a span is asked for. */
export function plainFinding({ message, related = [], fixes = [] }: Finding): Required<Finding> {
  return { message, related: related.map(plainNote), fixes: fixes.map(plainFix) };
}

/** The offsets alone. */
export function plainSpan({ start, end }: Span): Span {
  return { start, end };
}

function plainNote(note: Note): Note {
  return { ...note, span: plainSpan(note.span) };
}

function plainFix(fix: Fix): Fix {
  return { ...fix, edits: fix.edits.map(plainEdit) };
}

function plainEdit(edit: Edit): Edit {
  return { ...edit, span: plainSpan(edit.span) };
}
