import type { Facts } from '#analyzer/facts/facts.ts';
import type { Site } from '#analyzer/site.ts';
import { contains } from '#parser/span.ts';
import { root } from '#parser/tree.ts';
import { nixSecretUses } from '../secrets/nix-secret-uses.ts';
import { secretNixFiles } from '../secrets/secret-nix-files.ts';
import type { SettingRow } from './wanted.ts';

/** Why a setting is not told, whatever else is known of it. */
export const ofSecretFile = 'comes from a file of secrets';

/** Withholds the value of a setting that is written with a key of a file of secrets. */
export function secretsWithheld(
  facts: Facts,
): (at: Site, value: SettingRow['value']) => SettingRow['value'] {
  const files = new Set(secretNixFiles(facts));
  if (files.size === 0) return (_, value) => value;
  const bindings = bindingsWithSecrets(facts, files);
  return (at, value) => {
    const { file, span } = facts.locate(at);
    return bindings.has(`${file} ${span.start}`) ? { undecided: ofSecretFile } : value;
  };
}

/** Where bindings begin in whose values a key of a file of secrets is taken. */
function bindingsWithSecrets(facts: Facts, files: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { at } of nixSecretUses(facts, files)) {
    const { file, span } = facts.locate(at);
    const tree = facts.tree(file);
    if (tree === undefined) continue;
    for (const node of root(tree).descendants())
      if (node.kind === 'binding' && contains(node.span, span)) found.add(`${file} ${node.start}`);
  }
  return found;
}
