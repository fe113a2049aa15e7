import { compareStrings } from '../evaluate/value.ts';
import { nameBelow } from './alias.ts';
import type { OptionNode } from './option-node.ts';

/** Sorted names below a node, and with them those that options of other names pass on. */
export function withAliased(node: OptionNode, own: readonly string[]): readonly string[] {
  const aliases = node.tree.aliases();
  if (aliases.length === 0) return own;
  const names = new Set(own);
  for (const { to } of aliases) {
    const next = nameBelow(to, node.path);
    if (typeof next === 'string' && node.child(next).isPresent()) names.add(next);
  }
  return names.size === own.length ? own : [...names].sort(compareStrings);
}
