import { parse } from '#parser/parse.ts';
import { type Node, root } from '#parser/tree.ts';
import { bindingPath, wrappedSet } from '../syntax/option-path.ts';
import { bindingsOf } from './attribute-set.ts';

/**
 * The set in which a module file writes its settings: what its function returns,
 * or the `config` of it. `undefined` where that is not one set written out.
 */
export function moduleBody(text: string): Node | undefined {
  let node = [...root(parse(text, 'nix')).children()].find(({ kind }) => kind !== 'comment');
  while (node && bodied.has(node.kind)) node = node.child('body');
  const set = node && wrappedSet(node);
  if (!set) return undefined;
  const config = bindingsOf(set).find(
    (binding) => binding.kind === 'binding' && bindingPath(binding).join('.') === 'config',
  );
  if (!config) return set;
  const value = config.child('expression');
  return value && wrappedSet(value);
}

const bodied: ReadonlySet<string> = new Set([
  'function_expression',
  'let_expression',
  'with_expression',
]);
