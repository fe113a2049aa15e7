import type { Node } from '#parser/tree.ts';
import { fits } from '../syntax/precedence.ts';
import { takeComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { indentationAt, reindented } from './reindent.ts';
import { replacement } from './tokens.ts';

/** What stands around the part that stays. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
}

/**
 * Leaves of an expression only a part of it, in parentheses where they are needed
 * there. Lines of the part move to where the expression began, unless that would
 * change a text. `undefined` when a comment would be lost.
 */
export function keepOnly(whole: Node, part: Node): readonly Insertion[] | undefined {
  const around = fits(part, whole) ? { before: '', after: '' } : { before: '(', after: ')' };
  return keepWith(whole, part, around);
}

/** As `keepOnly`, with these texts around the part. */
export function keepWith(
  whole: Node,
  part: Node,
  { before, after }: Surroundings,
): readonly Insertion[] | undefined {
  const { tree } = whole;
  const edits = [
    front(whole, part, before),
    ...(movedWith(whole, part) ?? []),
    back(whole, part, after),
  ].filter(({ span, text }) => span.start < span.end || text !== '');
  return takeComments(tree, edits) ? undefined : edits;
}

/** The lines of a part, at the indentation that it has once it stands where the whole does. */
function movedWith(whole: Node, part: Node): readonly Insertion[] | undefined {
  const { tree } = whole;
  const { text } = tree;
  const [old, now] = [indentationAt(text, part.start), indentationAt(text, whole.start)];
  const columns = now.length - old.length;
  if (columns >= 0) return reindented(tree, part.span, columns);
  // What is laid out in another way may have lines that would move past the whole.
  const room = now.length - leastIndentation(part.text);
  return reindented(tree, part.span, Math.min(0, Math.max(columns, room)));
}

/** How far in the line is that begins first, of those below the first one. */
function leastIndentation(text: string): number {
  const lines = text.split('\n').slice(1);
  const starts = lines.map((line) => line.search(/\S/)).filter((start) => start >= 0);
  return starts.reduce((least, start) => Math.min(least, start), Infinity);
}

/** `-x`: a minus and `!` make no token with what an operand begins with, apart from paths. */
function front({ parent, tree, start }: Node, part: Node, by: string): Insertion {
  const span = { start, end: part.start };
  const isOperand = parent?.kind === 'unary_expression' && /[\w"([{]/.test(part.text.charAt(0));
  const isTight = isOperand && /[-!]/.test(tree.text.charAt(start - 1));
  return isTight ? { span, text: by } : replacement(tree.text, span, by);
}

/** `x.y`: a dot makes no token with names, texts and brackets. */
function back({ parent, field, tree, end }: Node, part: Node, by: string): Insertion {
  const span = { start: part.end, end };
  const isSelected = parent?.kind === 'select_expression' && field === 'expression';
  const isTight = isSelected && !dotted.has(part.kind) && tree.text.charAt(end) === '.';
  return isTight ? { span, text: by } : replacement(tree.text, span, by);
}

/** Simple expressions that may go on with a dot. */
const dotted: ReadonlySet<string> = new Set([
  'integer_expression',
  'float_expression',
  'path_expression',
  'hpath_expression',
  'uri_expression',
]);
