import type { Node } from '#parser/tree.ts';
import { bindingPath } from '../syntax/option-path.ts';
import { nodesOfKind } from './elements.ts';

/** The lists of names that a predicate for unfree packages looks for its argument in. */
export function unfreeLists(file: Node): readonly Node[] {
  const { tree } = file;
  if (!tree.text.includes('allowUnfreePredicate')) return [];
  return nodesOfKind(tree, 'list_expression').filter((list) => {
    const call = list.parent;
    return call?.kind === 'apply_expression' && isSearch(call) && isInPredicate(call);
  });
}

/** `elem name list`, where the list is the last argument. */
function isSearch(call: Node): boolean {
  const inner = call.child('function');
  const head = inner?.kind === 'apply_expression' ? inner.child('function') : undefined;
  return /(^|\.)elem$/.test(head?.text ?? '');
}

function isInPredicate(call: Node): boolean {
  for (let node = call.parent; node; node = node.parent) {
    if (node.kind !== 'binding') continue;
    return bindingPath(node).at(-1) === 'allowUnfreePredicate';
  }
  return false;
}
