import type { FileContent } from './files.ts';

/** Files larger than this are not read, in bytes. */
export const largestFile = 4 * 1024 * 1024;

/** The text of bytes, or why they are none; `decode` gives `undefined` for what is not UTF-8. */
export function contentOf<Bytes extends Uint8Array>(
  bytes: Bytes,
  decode: (bytes: Bytes) => string | undefined,
): FileContent {
  if (startsWith(bytes, '\0GITCRYPT\0')) {
    return { kind: 'encrypted', detail: 'encrypted with git-crypt' };
  }
  if (startsWith(bytes, 'version https://git-lfs.github.com/spec/')) {
    return { kind: 'encrypted', detail: 'a pointer of Git LFS' };
  }
  const head = ageHead(bytes);
  if (head !== undefined) return { kind: 'encrypted', detail: 'encrypted with age', head };
  if (bytes.length > largestFile) return { kind: 'unreadable', detail: tooLarge(bytes.length) };
  const text = decode(bytes);
  if (text === undefined) return { kind: 'unreadable', detail: 'is not UTF-8 text' };
  return { kind: 'text', text };
}

/** What is said of a file that is larger than what is read. */
export function tooLarge(size: number): string {
  return `has ${(size / 1024 / 1024).toFixed(1)} MiB, more than the ${largestFile / 1024 / 1024} MiB that are read`;
}

/** Longer headers are for thousands of recipients; a part of one says that it is not whole. */
export const longestHead = 256 * 1024;

const lineEnd = 10;

/** The lines of an age file up to the one that closes its header; the encrypted rest is left alone. */
function ageHead(bytes: Uint8Array): string | undefined {
  if (!startsWith(bytes, 'age-encryption.org/v1\n')) return undefined;
  let start = 0;
  const longest = Math.min(bytes.length, longestHead);
  for (let line = ''; !line.startsWith('--- ') && start < longest; ) {
    const end = bytes.indexOf(lineEnd, start);
    const next = end === -1 ? bytes.length : end + 1;
    line = latin1(bytes.subarray(start, Math.min(start + 4, next)));
    start = next;
  }
  return latin1(bytes.subarray(0, Math.min(start, longest)));
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  if (bytes[0] !== text.charCodeAt(0) || bytes.length < text.length) return false;
  return latin1(bytes.subarray(0, text.length)) === text;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
