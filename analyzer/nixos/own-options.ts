import { isNamedHere } from './known-modules.ts';
import type { OptionNode } from './option-node.ts';

/** Whether modules that were written without this repository say nothing of an option. */
export function isOurs(node: OptionNode): boolean {
  const { declaration, path } = node;
  return declaration ? !declaration.isCommon : isNamedHere(path) || leadsToOurs(node);
}

/** Whether a path leads to options of the repository, and to no others. */
export function leadsToOurs({ isDeclared, path, tree }: OptionNode): boolean {
  const [first] = path;
  return first !== undefined && isDeclared && tree.isOwn(first);
}
