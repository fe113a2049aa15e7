import type { Node } from '#parser/tree.ts';
import { takeComments, withoutComments } from './comments.ts';
import type { Insertion } from './insertion.ts';
import { replacement } from './tokens.ts';

/**
 * Puts one name in place of everything before the colon of a function. None where
 * a comment would be lost. Without a space behind the colon, a name and what
 * follows it would be an address.
 */
export function plainParameter(lambda: Node, name: string): readonly Insertion[] {
  const { tree, start } = lambda;
  const body = lambda.child('body');
  const from = Math.max(
    lambda.child('universal')?.end ?? start,
    lambda.child('formals')?.end ?? start,
  );
  const colon = withoutComments(tree, { start: from, end: body?.start ?? from }).indexOf(':');
  if (colon === -1) return [];
  const edit = replacement(tree.text, { start, end: from + colon + 1 }, `${name}:`);
  return takeComments(tree, [edit]) ? [] : [edit];
}
