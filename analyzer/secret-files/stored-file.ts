import type { FilePath } from '../diagnostic.ts';
import type { FileContent } from '../files.ts';
import { isArmored, unarmored } from './age-armor.ts';
import {
  type AgeHeader,
  type AgeStanza,
  isAgeText,
  isGrease,
  readAgeHeader,
} from './age-header.ts';
import { mayBeSops, readSopsFile, type SopsFile } from './sops-file.ts';

/** What is to be seen of a file of secrets without opening it. */
export type StoredFile =
  | { readonly kind: 'sops'; readonly file: FilePath; readonly content: SopsFile }
  | {
      readonly kind: 'age';
      readonly file: FilePath;
      readonly header: AgeHeader;
      readonly isArmored: boolean;
    }
  | { readonly kind: 'git-crypt'; readonly file: FilePath }
  | { readonly kind: 'unreadable'; readonly file: FilePath; readonly reason: string };

/** Whether a file is read only where it bears signs of being encrypted, or whatever it holds. */
export type Reading = 'signs' | 'whatever';

/** Reads a file of secrets in whatever form it has; `undefined` where there is none. */
export function storedFile(
  file: FilePath,
  content: FileContent,
  reading: Reading,
): StoredFile | undefined {
  switch (content.kind) {
    case 'absent':
      return undefined;
    case 'unreadable':
      return { kind: 'unreadable', file, reason: `\`${file}\` ${content.detail}` };
    case 'encrypted':
      return content.head === undefined
        ? encryptedOtherwise(file, content.detail)
        : ageFile(file, content.head, false);
    case 'text':
      return textFile(file, content.text, reading);
  }
}

function encryptedOtherwise(file: FilePath, detail: string): StoredFile {
  return detail.includes('git-crypt')
    ? { kind: 'git-crypt', file }
    : { kind: 'unreadable', file, reason: `\`${file}\` is ${detail}` };
}

function textFile(file: FilePath, text: string, reading: Reading): StoredFile | undefined {
  if (isAgeText(text)) return ageFile(file, text, false);
  if (isArmored(text)) return ageFile(file, unarmored(text) ?? '', true);
  if (file.endsWith('.age'))
    return { kind: 'unreadable', file, reason: `\`${file}\` is no file of age` };
  if (reading === 'signs' && !mayBeSops(text)) return undefined;
  return { kind: 'sops', file, content: readSopsFile(text, file) };
}

function ageFile(file: FilePath, head: string, armored: boolean): StoredFile {
  const header = readAgeHeader(head);
  if (header.kind === 'header') return { kind: 'age', file, header, isArmored: armored };
  return { kind: 'unreadable', file, reason: `\`${file}\`: ${header.reason}` };
}

/** The stanzas that stand for somebody. */
export function wrapsOf({ stanzas }: AgeHeader): readonly AgeStanza[] {
  return stanzas.filter((stanza) => !isGrease(stanza));
}

/** The mark of an ssh key in a stanza for one. */
export function tagOf({ type, arguments: words }: AgeStanza): string | undefined {
  return type === 'ssh-ed25519' || type === 'ssh-rsa' ? words[0] : undefined;
}
