import { sha256 } from '@noble/hashes/sha2.js';
import type { Diagnostic } from '#analyzer/diagnostic.ts';

/**
 * What a finding can be known by after lines have moved: the same rule says
 * the same of the same line of the same file. In hexadecimal digits; two
 * findings may share one.
 *
 * `text` is that of the file, and `undefined` where nothing of it may be used.
 */
export function fingerprintOf(
  { rule, file, message, span }: Diagnostic,
  text: string | undefined,
): string {
  return digest([rule, file, message, lineHash(span.start, text)]);
}

/** The line of a text without its layout, as a few digits; empty without a text. */
export function lineHash(offset: number, text: string | undefined): string {
  if (text === undefined) return '';
  const start =
    Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  return digest([line.trim().replace(/\s+/g, ' ')]).slice(0, 12);
}

/** Makes each of a row of texts different from those before it. */
export function numbered(fingerprints: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return fingerprints.map((fingerprint) => {
    const count = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, count + 1);
    return count === 0 ? fingerprint : digest([fingerprint, String(count)]);
  });
}

function digest(parts: readonly string[]): string {
  const bytes = sha256(new TextEncoder().encode(JSON.stringify(parts)));
  return [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
