import type { Span } from '#parser/span.ts';
import type { Node } from '#parser/tree.ts';
import { withoutComments } from './comments.ts';

/** The statements of a set or a `let`, in the order of the text. */
export function statementsOf(owner: Node): readonly Node[] {
  const bindings = owner.children().find(({ kind }) => kind === 'binding_set');
  return bindings?.children().filter(({ field }) => field === 'binding') ?? [];
}

/** What is between the brackets, or between `let` and `in`, around a statement. */
export function statementRoom(statement: Node): Span | undefined {
  const owner = statement.parent?.parent;
  if (!owner) return undefined;
  const { start, end, kind, tree } = owner;
  if (kind !== 'let_expression') return { start: tree.text.indexOf('{', start) + 1, end: end - 1 };
  return { start: start + 'let'.length, end: inOf(owner) };
}

/** Where the `in` of a `let` stands. */
export function inOf(letNode: Node): number {
  const body = letNode.child('body');
  const end = body?.start ?? letNode.end;
  const start = statementsOf(letNode).at(-1)?.end ?? letNode.start + 'let'.length;
  return start + Math.max(0, withoutComments(letNode.tree, { start, end }).lastIndexOf('in'));
}
