import { insertAttributes, nixString } from '#analyzer/edit/attribute-set.ts';
import type { SecretRow } from '#analyzer/facts/secrets.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { placesNaming } from '../meaning/facts/option-places.ts';
import { thingPlaces } from '../meaning/facts/places.ts';
import type { Thing } from '../meaning/facts/thing.ts';
import { pathsOfThing } from '../meaning/facts/thing-paths.ts';
import type { RenameEdit } from '../rename/edit.ts';
import { isRefusal, type Refusal, rewritten } from './rewrite.ts';

/**
 * Renames a secret where it is declared and read. Its key in the encrypted file
 * stays as it is, because nobody can write into that; the declaration then says which it is.
 */
export function renameSecret(
  snapshot: Snapshot,
  thing: Thing,
  after: string,
): readonly RenameEdit[] | Refusal {
  const rows = snapshot
    .facts()
    .table('secret')
    .rows.filter(({ manager }) => manager === thing.of);
  const own = rows.filter(({ name }) => name === thing.name);
  const hosts = new Set(own.map(({ host }) => host));
  if (rows.some((row) => row.name === after && hosts.has(row.host)))
    return { refusal: `there is a secret \`${after}\` already` };
  const gap = snapshot
    .facts()
    .table('secret-reference')
    .gaps.find(({ known }) => known.host === undefined || hosts.has(known.host));
  const places = thingPlaces(snapshot, thing, undefined).filter(({ file }) => isEditable(file));
  const edits = rewritten(snapshot, places, { before: thing.name, after });
  if (isRefusal(edits)) return edits;
  const keyed = keepKeys(snapshot, thing, own);
  if (isRefusal(keyed)) return keyed;
  const text = `a place may read the secret, too: ${gap?.reason}`;
  const warning = gap && ({ kind: 'unseen', text } as const);
  return [...edits, ...keyed].map((edit) => (warning ? { ...edit, warning } : edit));
}

/** Encrypted files and their rules name keys and files, not secrets. */
function isEditable(file: string): boolean {
  return file.endsWith('.nix');
}

/** What says which key a secret has, for those of sops that go by their own name. */
function keepKeys(
  snapshot: Snapshot,
  thing: Thing,
  rows: readonly SecretRow[],
): readonly RenameEdit[] | Refusal {
  const goesByName = rows.some((row) => row.manager === 'sops' && row.places?.key === undefined);
  if (!goesByName) return [];
  const definitions = pathsOfThing(snapshot.facts(), thing).flatMap((path) => {
    const files = snapshot.files.filter((file) => file.endsWith('.nix'));
    return files.flatMap((file) => placesNaming(snapshot, file, path));
  });
  for (const { kind, file, value } of definitions) {
    const tree = snapshot.analysis(file)?.tree;
    if (kind !== 'definition' || value === undefined || tree === undefined) continue;
    const attributes = [{ name: 'key', value: nixString(thing.name) }];
    const insertion = insertAttributes(tree, value, { attributes });
    if (insertion) return [{ file, ...insertion }];
  }
  return { refusal: 'its key is in an encrypted file; say `key` where it is declared first' };
}
