import type { Edit, Fix } from '../diagnostic.ts';
import { nixString, plainName } from '../edit/attribute-set.ts';
import type { Facts } from '../facts/facts.ts';
import type { SecretReferenceRow, SecretRow } from '../facts/secrets.ts';
import type { Site } from '../site.ts';
import { leadsTo } from './references.ts';

/**
 * Renames a secret where it is declared and wherever it is read. Its key in the
 * encrypted file is not touched; the title says that it must move. `undefined`
 * where one of the places is computed, shared with other machines, or out of sight,
 * and where the machine has a secret of the new name.
 */
export function renameSecret(facts: Facts, secret: SecretRow, name: string): Fix | undefined {
  const secrets = facts.table('secret').rows;
  const isTaken = secrets.some((row) => row.host === secret.host && row.name === name);
  const sharers = secrets.filter((row) => isSame(row.at, secret.at));
  if (isTaken || sharers.length > 1 || secret.definitions.length > 1) return undefined;
  const declaration = edit(facts, secret.at, [secret.name, name]);
  const references = facts
    .table('secret-reference')
    .rows.filter((reference) => leadsTo(reference, secret));
  const edits = references.map((reference) => referenceEdit(facts, reference, [secret, name]));
  const all = [declaration, ...edits].flatMap((each) => each ?? []);
  if (all.length < edits.length + 1) return undefined;
  const isKeyed = secret.places?.key !== undefined;
  const note = isKeyed ? '' : ' (its key must move in the encrypted file, too)';
  return { title: `call it \`${name}\`${note}`, safety: 'unsafe', edits: all };
}

function referenceEdit(
  facts: Facts,
  reference: SecretReferenceRow,
  [secret, name]: readonly [SecretRow, string],
): Edit | undefined {
  const place = reference.places?.target;
  const others = facts
    .table('secret-reference')
    .rows.filter((row) => row.host !== reference.host && isSame(row.at, reference.at));
  if (others.length > 0) return undefined;
  if (reference.kind === 'option') return place && edit(facts, place, [secret.name, name]);
  const [before, after] = [`/run/secrets/${secret.name}`, `/run/secrets/${name}`];
  if (reference.target !== before) return undefined;
  const { file, span } = facts.locate(place ?? reference.at);
  return facts.text(file)?.slice(span.start, span.end) === before
    ? { file, span, text: after }
    : undefined;
}

/** Writes another name, where the text there is the one name alone. */
function edit(
  facts: Facts,
  site: Site,
  [before, after]: readonly [string, string],
): Edit | undefined {
  const { file, span } = facts.locate(site);
  const text = facts.text(file)?.slice(span.start, span.end);
  const isName = text === plainName(before) || text === nixString(before);
  return isName ? { file, span, text: plainName(after) } : undefined;
}

function isSame(a: Site, b: Site): boolean {
  return a.file === b.file && a.expr === b.expr && a.content?.start === b.content?.start;
}
