/** Parts of names that values go by which nobody else may read. */
const secretWord =
  /pass(word|wd|phrase)?$|passwords?|secret|token|credential|(api|private|access|signing|encryption|auth|shared)_?key|(^|_)(key|psk|salt|auth|pw|dsn|pin)$/i;

/** What such names end in when the value only says where to find it. */
const reference = /_?(file|path|dir|directory|url|uri|name|id|user|type|ttl|expiry|lifetime)$/i;

/** Whether the name of a variable or setting says that its value is a secret. */
export function looksSecret(name: string): boolean {
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
