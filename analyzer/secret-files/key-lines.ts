import type { Span } from '#parser/span.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';

/** A public key on a line of text. */
export interface KeyLine {
  readonly key: PublicKey;
  /** The key without its comment. */
  readonly span: Span;
  /** The names of hosts before the key, in a list of known hosts. */
  readonly hosts: readonly string[];
}

/** More lines than any list of keys has. */
const mostLines = 20_000;

const start =
  /(?:^|[\s,])((?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp\d+|sk-[a-z0-9-]+@openssh\.com)[ \t]+AAAA|age1)/;

/** The keys of a text with one on each line, behind options or names of hosts. */
export function keyLines(text: string): readonly KeyLine[] {
  let at = 0;
  return text.split('\n', mostLines).flatMap((line): readonly KeyLine[] => {
    const lineStart = at;
    at += line.length + 1;
    const found = /^\s*#/.test(line) ? null : start.exec(line);
    if (!found) return [];
    const offset = found.index + found[0].length - (found[1]?.length ?? 0);
    const key = readPublicKey(line.slice(offset));
    if (!key) return [];
    const from = lineStart + offset;
    const hosts = hostsBefore(line.slice(0, offset));
    return [{ key, span: { start: from, end: from + keyLength(line.slice(offset)) }, hosts }];
  });
}

/** The length of the first words of a line that are the key. */
function keyLength(text: string): number {
  const words = text.startsWith('age1') ? 1 : 2;
  return new RegExp(`^(?:\\S+\\s*){${words}}`).exec(text)?.[0].trimEnd().length ?? text.length;
}

/** Hashed names and options are no names. */
function hostsBefore(text: string): readonly string[] {
  const names = text.replace(/^@\S+\s+/, '').trim();
  if (names === '' || /["=|\s]/.test(names)) return [];
  return names.split(',').map((name) => name.replace(/^\[([^\]]*)\](?::\d+)?$/, '$1'));
}
