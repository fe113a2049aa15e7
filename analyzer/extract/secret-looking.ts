/** Parts of names that values go by which nobody else may read. */
const secretWord =
  /pass(word|wd|phrase)|secret|token|credential|(api|private|access|signing|encryption|auth|shared|master)_?key|psk$/i;

/** What names of variables end in besides, where they are written with underscores. */
const secretEnd = /(^|_)(key|pass|salt|auth|pw|dsn|pin)$/i;

/** What such names end in when the value only says where to find it, or something about it. */
const reference =
  /_?(file|path|dir|directory|url|uri|name|id|user|type|ttl|expiry|lifetime|host|port|enable)$/i;

/** Whether the name of a variable says that its value is a secret. */
export function looksSecret(name: string): boolean {
  return (secretWord.test(name) || secretEnd.test(name)) && !reference.test(name);
}

/** The same of a name in a set, where `key` alone is the name of anything. */
export function namesSecret(name: string): boolean {
  return secretWord.test(name) && !reference.test(name);
}

/**
 * A text without passwords in addresses, and without what variables and options
 * of commands name a secret. References to files and to variables stay.
 */
export function withoutCredentials(text: string): string {
  return text
    .replace(/(:\/\/[^\s:/@]*:)[^\s/@$]+@/g, '$1…@')
    .replace(option, '$1…')
    .replace(assignment, (whole, before: string, name: string, written: string) =>
      looksSecret(name) && written !== '' ? `${before}${name}=…` : whole,
    );
}

const option = /(-(?:-?[a-z-]*)(?:password|passwd|token|secret|api-key)[= ])(?![$/%"'-])\S+/gi;
const assignment = /(^|[\s"'=])([A-Za-z_][A-Za-z0-9_]*)=(?![$/%`{])([^\s"'$]*)/g;
