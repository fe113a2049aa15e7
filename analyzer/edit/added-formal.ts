import type { Node } from '#parser/tree.ts';
import { type Insertion, insertAfter } from './insertion.ts';

/**
 * Puts one more name into the pattern of a function, before `...` and written as
 * the others are: on the same line, or on one of its own with its comma on the
 * same side.
 */
export function addedFormal(pattern: Node, name: string): Insertion {
  const { tree } = pattern;
  const formals = [...pattern.children()].filter(({ kind }) => kind === 'formal');
  const dots = [...pattern.children()].find(({ kind }) => kind === 'ellipses');
  const [last] = formals.slice(-1);
  if (last === undefined) return amongNone(pattern, dots, name);
  const lineStart = tree.text.lastIndexOf('\n', last.start - 1) + 1;
  const before = tree.text.slice(Math.max(lineStart, pattern.start), last.start);
  if (lineStart > pattern.start && /^\s*,\s*$/.test(before))
    return { span: { start: last.end, end: last.end }, text: `\n${before}${name}` };
  const comma = /^\s*,/.exec(tree.text.slice(last.end))?.[0].length ?? 0;
  if (lineStart <= pattern.start || before.trim() !== '')
    return { span: { start: last.end, end: last.end }, text: `, ${name}` };
  const start = last.start;
  if (comma > 0)
    return insertAfter(tree.text, { start, end: last.end + comma }, { text: `${name},` });
  return { span: { start: last.end, end: last.end }, text: `,\n${before}${name}` };
}

/** The pattern has no name yet. */
function amongNone({ start, end, tree }: Node, dots: Node | undefined, name: string): Insertion {
  if (dots) return { span: { start: dots.start, end: dots.start }, text: `${name}, ` };
  const isEmpty = tree.text.slice(start + 1, end - 1).trim() === '';
  return { span: { start: start + 1, end: isEmpty ? end - 1 : start + 1 }, text: ` ${name} ` };
}
