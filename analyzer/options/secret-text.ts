import type { Undecided } from '../facts/cell.ts';

/**
 * Names of options and variables whose texts are secrets. What ends in `File`
 * or `Path` only says where a secret is.
 */
const secretName =
  /(?:password|passwd|passphrase|psk|pskraw|private[_-]?key|preshared[_-]?key|secret[_-]?key|api[_-]?key|token)$/i;

const secretText = /AGE-SECRET-KEY-1|AGE-PLUGIN-[A-Z0-9-]+-1|-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/;

/**
 * Why the text of an option is not told, when it is or may be a secret that
 * somebody wrote into the configuration; `undefined` for every other text.
 * A text of one character locks an account, an absolute path leads to a secret.
 */
export function withheld(path: readonly string[], text: string): Undecided | undefined {
  const name = path.at(-1) ?? '';
  const isNamed = secretName.test(name) && text.length > 1 && !text.startsWith('/');
  if (!isNamed && !secretText.test(text)) return undefined;
  return { undecided: 'is not shown, because it may be a secret' };
}
