import type { Node } from '#parser/tree.ts';
import { takeComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { indentationAt, reindented } from './reindent.ts';
import { statementsOf } from './statements.ts';

/**
 * Writes what the set of a binding holds as bindings of their own: `a.b = 1;` for
 * `a = { b = 1; };`. `undefined` where that says something else, or a comment would
 * be lost.
 */
export function flattenedSet(binding: Node): readonly Insertion[] | undefined {
  const [path, set] = [binding.child('attrpath'), binding.child('expression')];
  if (!path || set?.kind !== 'attrset_expression') return undefined;
  const inner = statementsOf(set);
  const [first, last] = [inner[0], inner.at(-1)];
  if (!first || !last || inner.some(({ kind }) => kind !== 'binding')) return undefined;
  if (isOfLet(binding) && inner.some(isComputed)) return undefined;
  const { tree } = binding;
  const { text } = tree;
  const prefix = `${path.text}.`;
  const ends = [
    { span: { start: binding.start, end: first.start }, text: prefix },
    { span: { start: last.end, end: binding.end }, text: '' },
  ];
  if (takeComments(tree, ends)) return undefined;
  const columns = text.slice(binding.start, first.start).includes('\n')
    ? indentationAt(text, binding.start).length - indentationAt(text, first.start).length
    : 0;
  const moved = reindented(tree, { start: first.start, end: last.end }, columns);
  if (moved === undefined) return undefined;
  const prefixes = inner
    .slice(1)
    .map(({ start }) => ({ span: { start, end: start }, text: prefix }));
  return [...ends, ...moved, ...prefixes];
}

function isOfLet({ parent }: Node): boolean {
  return parent?.parent?.kind === 'let_expression';
}

/** Whether a name of a binding is worked out, which a `let` cannot have. */
function isComputed(binding: Node): boolean {
  const names = [...(binding.child('attrpath')?.descendants() ?? [])];
  return names.some(({ kind }) => kind === 'interpolation');
}
