import type { Fix, Location } from '../diagnostic.ts';
import { nixString } from '../edit/attribute-set.ts';
import { membersOf } from '../edit/binding.ts';
import { insertSetBeside } from '../edit/set-beside.ts';
import type { Facts } from '../facts/facts.ts';
import type { SecretReferenceRow } from '../facts/secrets.ts';
import { readerOf } from './accounts.ts';

/**
 * Declares the secret of a reference in the one file where its machine declares
 * most of them, for the account of the reader. `undefined` when the name, the
 * account or the place is not certain.
 */
export function declareSecret(facts: Facts, reference: SecretReferenceRow): Fix | undefined {
  const reader = readerOf(facts, reference);
  const name = nameOf(reference);
  if (reference.manager !== 'sops' || reader?.group === undefined || name === undefined)
    return undefined;
  const places = declarations(facts, reference);
  const file = places[0]?.file;
  const text = file === undefined ? undefined : facts.text(file);
  if (file === undefined || text === undefined) return undefined;
  const attributes = [
    { name: 'owner', value: nixString(reader.user) },
    { name: 'group', value: nixString(reader.group) },
  ];
  const spans = places.map(({ span }) => span);
  const members = membersOf(text, spans).map(({ name: own, node }) => {
    return { name: own, binding: node, prefix: '' };
  });
  const insertion = insertSetBeside(members, { name, attributes });
  if (!insertion) return undefined;
  return {
    title: `declare \`${name}\` for \`${reader.user}\` (its key must be in the encrypted file)`,
    safety: 'unsafe',
    edits: [{ file, ...insertion }],
  };
}

/** The name under which a secret has the path by default. */
export function nameOf({ kind, scope, target }: SecretReferenceRow): string | undefined {
  if (scope === 'home') return undefined;
  if (kind === 'option') return target;
  const name = /^\/run\/secrets\/(.+)$/.exec(target)?.[1];
  return name?.startsWith('rendered/') ? undefined : name;
}

/** The names of the machine's secrets in the file that has most of them and that no other machine reads. */
function declarations(facts: Facts, { host, scope, manager }: SecretReferenceRow): Location[] {
  const byFile = new Map<string, Location[]>();
  for (const row of facts.table('secret').rows) {
    if (row.host !== host || row.scope !== scope || row.manager !== manager) continue;
    const place = facts.locate(row.at);
    if (!isShared(facts, place.file))
      byFile.set(place.file, [...(byFile.get(place.file) ?? []), place]);
  }
  return [...byFile.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function isShared(facts: Facts, file: string): boolean {
  const row = facts.table('module').rows.find((module) => module.file === file);
  return row === undefined || row.hosts.length > 1;
}
