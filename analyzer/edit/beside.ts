import type { Span } from '#parser/span.ts';
import type { Node } from '#parser/tree.ts';
import { commentsWithin } from './comments.ts';
import { indentationAt } from './reindent.ts';

/** How many columns a formatter gives what a line says behind its indentation. */
export const width = 100;

/** How far a value stands in from what it is given to, where it is on a line below. */
export const step = 2;

/**
 * Whether a formatter begins a value on the line of what it is given to, rather
 * than one step in on the next one; that line would be so wide. It does
 * where what goes over lines is one block that has an end of its own.
 */
export function beginsBeside(value: Node, columns: number): boolean {
  if (columns > width) return false;
  if (!value.text.includes('\n')) return true;
  switch (value.kind) {
    case 'apply_expression':
      return isCallOfBlock(value);
    case 'function_expression':
      return !value.child('formals') && isFunctionOfBlock(value);
    case 'with_expression':
      return isBlock(value.child('body')) && !value.child('environment')?.text.includes('\n');
    case 'binary_expression':
      return (
        /^(\/\/|\+\+)$/.test(value.child('operator')?.text ?? '') && isBlock(value.child('left'))
      );
    default:
      return isBlock(value) || value.kind === 'string_expression';
  }
}

const blocks: ReadonlySet<string> = new Set([
  'attrset_expression',
  'rec_attrset_expression',
  'list_expression',
  'indented_string_expression',
]);

/** Whether an expression goes over lines between brackets or quotes of its own. */
export function isBlock(node: Node | undefined): boolean {
  return node !== undefined && blocks.has(node.kind) && node.text.includes('\n');
}

function isFunctionOfBlock(lambda: Node): boolean {
  const body = lambda.child('body');
  if (!body || lambda.tree.text.slice(lambda.start, body.start).includes('\n')) return false;
  if (body.kind === 'function_expression') return !body.child('formals') && isFunctionOfBlock(body);
  return isBlock(body);
}

/** Whether one argument goes over lines, and those behind it are short. */
function isCallOfBlock(call: Node): boolean {
  const [callee, ...given] = spineOf(call);
  const { text } = call.tree;
  const parts = callee ? [callee, ...given] : given;
  const isApart = given.some(({ start }, index) =>
    text.slice(parts[index]?.end ?? start, start).includes('\n'),
  );
  const long = parts.filter((part) => part.text.includes('\n'));
  const [block] = long;
  if (isApart || !block || long.length > 1 || block === callee) return false;
  return isBlock(block) || /^(parenthesized|string)_expression$/.test(block.kind);
}

/** What is called and its arguments, in the order of the text. */
function spineOf(call: Node): readonly Node[] {
  const parts: Node[] = [];
  let at: Node | undefined = call;
  while (at?.kind === 'apply_expression') {
    parts.unshift(...[at.child('argument')].flatMap((part) => part ?? []));
    at = at.child('function');
  }
  return at ? [at, ...parts] : parts;
}

/**
 * The white space before a value that begins one step in on the next line, as a
 * formatter lays it out below an equals sign or a bracket. `undefined` for other
 * layouts.
 */
export function gapBefore(value: Node): Span | undefined {
  const { text } = value.tree;
  const before = text.slice(0, value.start).trimEnd().length;
  const gap = /^\r?\n( *)$/.exec(text.slice(before, value.start));
  const own = indentationAt(text, before);
  const isStep = gap && !own.includes('\t') && gap[1]?.length === own.length + step;
  return isStep && !isInComment(value, before) ? { start: before, end: value.start } : undefined;
}

/** Whether what ends at an offset is a comment, which would take in what is joined to it. */
function isInComment({ tree }: Node, offset: number): boolean {
  const line = { start: tree.text.lastIndexOf('\n', offset - 1) + 1, end: offset };
  return commentsWithin(tree, line).some(({ end }) => end === offset);
}

/** How many columns a line has between its indentation and an offset. */
export function widthBefore(text: string, offset: number): number {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return offset - lineStart - indentationAt(text, offset).length;
}

/** What a line says behind an offset. */
export function restOfLine(text: string, offset: number): string {
  const newline = text.indexOf('\n', offset);
  return text.slice(offset, newline === -1 ? text.length : newline).trimEnd();
}
