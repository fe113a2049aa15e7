import type { Edit, Fix } from '../diagnostic.ts';
import { nixString } from '../edit/attribute-set.ts';
import type { Facts } from '../facts/facts.ts';
import type { SecretRow } from '../facts/secrets.ts';
import type { SecretReader } from './accounts.ts';
import { isAt, type OwnerColumn } from './ownership.ts';

/** A secret that is to belong to what reads it, and what of it says that it does not. */
interface Gift {
  readonly secret: SecretRow;
  readonly reader: SecretReader;
  readonly columns: readonly OwnerColumn[];
}

/**
 * Puts the reader's account where another one is written. `undefined` where it is
 * not written with the secret, where the text speaks of other secrets as well, or
 * where the reader has no group or is root.
 */
export function giveTo(facts: Facts, { secret, reader, columns }: Gift): Fix | undefined {
  const accounts = { owner: reader.user, group: reader.group };
  const edits: Edit[] = [];
  for (const column of columns) {
    const [place, account] = [secret.places?.[column], accounts[column]];
    if (!place || account === undefined || account === 'root') return undefined;
    const isHere = isAt(place);
    const rows = facts.table('secret').rows.filter((row) => {
      const other = row.places?.[column];
      return other !== undefined && isHere(other);
    });
    if (rows.length > 1) return undefined;
    edits.push({ ...facts.locate(place), text: nixString(account) });
  }
  const title = `give it to \`${reader.user}\`, who reads it`;
  return edits.length > 0 ? { title, safety: 'unsafe', edits } : undefined;
}
