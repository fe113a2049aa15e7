import type { Span } from '#parser/span.ts';
import { languageOf } from '../language.ts';

/** A private key that somebody wrote out, told by its first words alone. */
export interface PrivateKey {
  readonly kind: 'ssh' | 'pem' | 'age' | 'pgp' | 'putty';
  /** Whether a passphrase protects it; `undefined` where the first lines do not say. */
  readonly isProtected: boolean | undefined;
  /** The words that say so, and nothing of the key. */
  readonly span: Span;
}

/** Whether a file may be one of private keys, by its name. Code and documents are left out. */
export function mayBePrivateKey(file: string): boolean {
  if (languageOf(file) !== undefined) return false;
  const base = file.slice(file.lastIndexOf('/') + 1);
  return /^[^.]+$|\.(key|keys|pem|priv|private|p8|ppk|asc|gpg|txt|age|env|conf|cfg)$/i.test(base);
}

/** The private keys of a text: one that it begins with, and those of age on their lines. */
export function privateKeysIn(text: string): readonly PrivateKey[] {
  const first = text.slice(0, longestHead);
  const head = headed(first);
  const keys = [...text.matchAll(/^(AGE-SECRET-KEY-(?:PQ-)?1)[02-9AC-HJ-NP-Z]{50}/gm)];
  const ofAge = keys.slice(0, mostKeys).map((match): PrivateKey => {
    const start = match.index;
    const end = start + (match[1]?.length ?? 0);
    return { kind: 'age', isProtected: false, span: { start, end } };
  });
  return head ? [head, ...ofAge] : ofAge;
}

const longestHead = 2_000;
const mostKeys = 100;

function headed(text: string): PrivateKey | undefined {
  const putty = /^PuTTY-User-Key-File-\d/.exec(text);
  if (putty) {
    const isProtected = !/^Encryption: none\s*$/m.test(text);
    return { kind: 'putty', isProtected, span: { start: 0, end: putty[0].length } };
  }
  const head = /^\s*-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?)-----/.exec(text);
  if (!head) return undefined;
  const end = head[0].length;
  const span = { start: end - head[0].trimStart().length, end };
  const label = head[1] ?? '';
  if (label.startsWith('PGP')) return { kind: 'pgp', isProtected: undefined, span };
  if (label.startsWith('OPENSSH')) return { kind: 'ssh', isProtected: isLocked(text, end), span };
  const isProtected = label.startsWith('ENCRYPTED') || /^Proc-Type: 4,ENCRYPTED/m.test(text);
  return { kind: 'pem', isProtected, span };
}

/** An OpenSSH key names its cipher behind a magic word; `none` protects nothing. */
function isLocked(text: string, from: number): boolean | undefined {
  const blob = /^\s*([A-Za-z0-9+/]{40})/.exec(text.slice(from))?.[1];
  if (blob === undefined) return undefined;
  const bytes = atob(blob);
  if (!bytes.startsWith('openssh-key-v1\0')) return undefined;
  return bytes.slice(19, 23) !== 'none';
}
