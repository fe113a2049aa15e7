import type { Span } from '#parser/span.ts';
import type { Node } from '#parser/tree.ts';
import type { With } from '../syntax/withs.ts';
import {
  beginsBeside,
  gapBefore,
  isBlock,
  restOfLine,
  step,
  width,
  widthBefore,
} from './beside.ts';
import { takeComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { columnsAt, indentationAt, type Shift, shifted } from './reindent.ts';

/** What takes a `with` away: its head goes, and the set is written before each name. */
export interface WithRemoval {
  readonly found: With;
  readonly head: Insertion;
  readonly names: readonly Insertion[];
}

/**
 * The edits of a removal, and those that lay out what is left as a formatter does
 * where it has laid out what was there: a block that need no longer stand below
 * the equals sign goes up to it, and a call in parentheses of what is now selected
 * from a set gets lines of its own. Without those where a text would change.
 */
export function laidOut(removal: WithRemoval): readonly Insertion[] {
  const { found, head, names } = removal;
  const { tree } = found.node;
  if (!isFormatted(found)) return [head, ...names];
  const drawn = drawnIn(removal);
  if (drawn) return drawn;
  const calls = [...callsToOpen(removal), ...tooLong(removal)];
  const raised = raisedValue(removal, calls);
  const shifts = [
    ...calls.map(({ start, end }) => ({ span: { start: start + 1, end: end - 1 }, columns: step })),
    ...(raised ? [{ span: found.body.span, columns: -step }] : []),
  ];
  const moved = shifted(tree, shifts);
  const edits = [
    ...(raised ? [{ span: raised, text: ' ' }] : lowered(removal)),
    head,
    ...opened(calls, names, shifts),
    ...(moved ?? []),
  ];
  return moved && !takeComments(tree, edits) ? edits : [head, ...names];
}

/** Whether the body is beside the head, or below it as far in. */
function isFormatted({ node, head, body }: With): boolean {
  const { text } = node.tree;
  const between = text.slice(head.end, body.start);
  const isLine = widthBefore(text, node.start) + widthBefore(text, body.start) === 0;
  const [own, below] = [node, body].map(({ start }) => indentationAt(text, start));
  return between === ' ' || (isLine && own === below);
}

/** Puts what stands in the parentheses of calls on lines of its own. */
function opened(
  calls: readonly Node[],
  names: readonly Insertion[],
  shifts: readonly Shift[],
): readonly Insertion[] {
  const lineAt = ({ tree, start }: Node, columns: number): string => {
    const own = indentationAt(tree.text, start).length + columnsAt(shifts, start);
    return `\n${' '.repeat(own + columns)}`;
  };
  const begun = calls.map((call) => {
    const at = call.start + 1;
    const name = names.find(({ span }) => span.start === at)?.text ?? '';
    return { span: { start: at, end: at }, text: `${lineAt(call, step)}${name}` };
  });
  const starts = new Set(begun.map(({ span }) => span.start));
  const others = names.filter(({ span }) => !starts.has(span.start));
  const ended = calls.map((call) => ({
    span: { start: call.end - 1, end: call.end - 1 },
    text: lineAt(call, 0),
  }));
  return [...begun, ...others, ...ended];
}

/**
 * Parentheses that are a last argument and begin with a name that was plain, in a
 * call with one block: `f (name [` has the block on this line, `f (set.name [` not.
 */
function callsToOpen({ found, names }: WithRemoval): readonly Node[] {
  const starts = new Set(names.map(({ span }) => span.start));
  return [found.body, ...found.body.descendants()].filter((node) => {
    const call = node.kind === 'parenthesized_expression' ? node.child('expression') : undefined;
    const [callee, block] = [call?.child('function'), call?.child('argument')];
    if (callee?.kind !== 'variable_expression' || !block || !starts.has(callee.start)) return false;
    const { text } = node.tree;
    const isTight = callee.start === node.start + 1 && block.end === node.end - 1;
    const isBeside = !text.slice(node.start, block.start).includes('\n');
    const isLast = isLastArgument(node) || (node.id === found.body.id && isBelow(found.node));
    return isTight && isBeside && isLast && isIndentedOnce(block, node);
  });
}

function isLastArgument({ parent, field }: Node): boolean {
  return parent?.kind === 'apply_expression' && field === 'argument' && parent.field !== 'function';
}

/** Whether a block ends on another line than it begins, as far in as that. */
function isIndentedOnce({ tree: { text }, start, end }: Node, { start: own }: Node): boolean {
  const indent = indentationAt(text, own);
  return (
    text.slice(start, end).includes('\n') &&
    !indent.includes('\t') &&
    indentationAt(text, end) === indent
  );
}

/** The last argument of a call that no longer has room on its line, in parentheses that do. */
function tooLong(removal: WithRemoval): readonly Node[] {
  const { node, body } = removal.found;
  const { text } = node.tree;
  const last = body.kind === 'apply_expression' ? body.child('argument') : undefined;
  if (node.parent?.kind !== 'binding' || last?.kind !== 'parenthesized_expression') return [];
  const gap = gapBelow(node);
  const before = widthBefore(text, gap?.start ?? node.start) + (gap ? 1 : 0);
  const end = body.start + restOfLine(text, body.start).length;
  if (body.end > end || (gap ? 0 : before) + end - node.start > width) return [];
  const isLong = before + widthOf(removal, { start: body.start, end }) > width;
  const isShorter =
    before + widthOf(removal, { start: body.start, end: last.start + 1 }) <= width &&
    widthOf(removal, { start: last.start + 1, end: last.end - 1 }) <= width;
  return isLong && isShorter ? [last] : [];
}

/** What goes where the value goes up to the equals sign. */
function raisedValue(removal: WithRemoval, calls: readonly Node[]): Span | undefined {
  const { found } = removal;
  const { text } = found.node.tree;
  const { body } = found;
  const value = valueAround(found.node);
  const gap = gapBelow(value);
  if (!gap) return undefined;
  const firstLine = body.start + restOfLine(text, body.start).length;
  const lineEnd = Math.min(firstLine, ...calls.map(({ start }) => start + 1));
  const heads = found.node.start - value.start + 1;
  const wide =
    widthBefore(text, gap.start) + heads + widthOf(removal, { start: body.start, end: lineEnd });
  const isOpened = calls.some(({ id }) => id === body.id);
  const isAlone = value.id === found.node.id || isBlock(body);
  return isAlone && (isOpened || beginsBeside(body, wide)) ? gap : undefined;
}

/** The edits, and those that put a block directly into the parentheses whose lines it stands between. */
function drawnIn({ found, head, names }: WithRemoval): readonly Insertion[] | undefined {
  const { node, body } = found;
  const { tree, parent } = node;
  const gap = parent?.kind === 'parenthesized_expression' && isBlock(body) && gapBefore(node);
  if (!parent || !gap || gap.start !== parent.start + 1) return undefined;
  const behind = { start: node.end, end: parent.end - 1 };
  const moved = shifted(tree, [{ span: body.span, columns: -step }]);
  if (!moved || !/^\r?\n *$/.test(tree.text.slice(behind.start, behind.end))) return undefined;
  const edits = [{ span: gap, text: '' }, head, ...names, ...moved, { span: behind, text: '' }];
  return takeComments(tree, edits) ? undefined : edits;
}

/** Puts what no longer has room beside its equals sign below, where it has. */
function lowered(removal: WithRemoval): readonly Insertion[] {
  const { node, body } = removal.found;
  const { text } = node.tree;
  const isValue = node.parent?.kind === 'binding' && text.slice(0, node.start).endsWith('= ');
  if (!isValue || !/^(if|binary)_expression$/.test(body.kind)) return [];
  const before = widthBefore(text, node.start);
  const end = body.start + restOfLine(text, body.start).length;
  const after = widthOf(removal, { start: body.start, end });
  const isForced = before + end - node.start <= width && before + after > width && after <= width;
  if (body.end > end || !isForced) return [];
  const indent = `${indentationAt(text, node.start)}${' '.repeat(step)}`;
  return [{ span: { start: node.start - 1, end: node.start }, text: `\n${indent}` }];
}

/** How wide a piece of a line is with the names that are written into it. */
function widthOf({ names }: WithRemoval, { start, end }: Span): number {
  return names
    .filter(({ span }) => start <= span.start && span.start < end)
    .reduce((sum, { text }) => sum + text.length, end - start);
}

/** The white space before the value of a binding that begins one step in on the next line. */
function gapBelow(value: Node): Span | undefined {
  const gap = value.parent?.kind === 'binding' ? gapBefore(value) : undefined;
  return gap && value.tree.text.charAt(gap.start - 1) === '=' ? gap : undefined;
}

function isBelow(node: Node): boolean {
  return gapBelow(node) !== undefined;
}

/** The functions of one name whose body this is, on its line; without any, this itself. */
function valueAround(node: Node): Node {
  const { parent, field } = node;
  if (parent?.kind !== 'function_expression' || field !== 'body') return node;
  const isPlain = !parent.child('formals');
  const isBeside = !parent.tree.text.slice(parent.start, node.start).includes('\n');
  return isPlain && isBeside ? valueAround(parent) : node;
}
