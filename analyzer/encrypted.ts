import type { FilePath } from './diagnostic.ts';
import { languageOf } from './language.ts';
import type { Snapshot } from './snapshot.ts';

const encryptedHead = /^(age-encryption\.org\/v1|-----BEGIN (AGE|PGP)|\$ANSIBLE_VAULT)/;

/** Whether a file is one of secrets that nobody encrypted, so that its lines must not be shown. Asks for facts only where that is not plain. */
export function isOpenSecret(snapshot: Pick<Snapshot, 'facts'>, file: FilePath): boolean {
  if (languageOf(file) !== undefined) return false;
  const facts = snapshot.facts();
  const isHere = (row: { readonly file: string }): boolean => row.file === file;
  const files = facts.table('secret-file').rows;
  return files.some(isHere) || facts.table('private-key').rows.some(isHere);
}

/** Whether the text of a file holds secrets that only their owners can open. */
export function isEncryptedText(file: string, text: string): boolean {
  if (languageOf(file) !== undefined) return false;
  return encryptedHead.test(text) || /\bENC\[AES256_GCM,/.test(text);
}

/** The text of a file, unless it holds secrets: nothing of those may be kept or shown. */
export function openText(snapshot: Snapshot, file: FilePath): string | undefined {
  const text = snapshot.text(file);
  if (text === undefined || isEncryptedText(file, text)) return undefined;
  return isOpenSecret(snapshot, file) ? undefined : text;
}
