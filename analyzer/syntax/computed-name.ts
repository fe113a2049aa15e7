import type { Node } from '#parser/tree.ts';
import { literalString } from './option-path.ts';

/** Whether the name of an attribute is worked out: it interpolates something other than plain text. */
export function isComputedName(name: Node): boolean {
  if (name.field !== 'attr' || name.kind === 'identifier') return false;
  const inner = name.kind === 'interpolation' ? name.child('expression') : name;
  return inner !== undefined && literalString(inner) === undefined;
}
