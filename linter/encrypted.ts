import { languageOf } from '#analyzer/language.ts';

const encryptedHead = /^(age-encryption\.org\/v1|-----BEGIN (AGE|PGP)|\$ANSIBLE_VAULT)/;

/** Whether the text of a file holds secrets that only their owners can open. */
export function isEncryptedText(file: string, text: string): boolean {
  if (languageOf(file) !== undefined) return false;
  return encryptedHead.test(text) || /\bENC\[AES256_GCM,/.test(text);
}
