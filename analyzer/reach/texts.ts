import type { FilePath } from '../diagnostic.ts';
import { mayHoldCommands } from '../flake-facts/command-texts.ts';
import { hole, wordsIn, wordsInText } from './words.ts';

/** Words of a text that is not Nix, by which it may name Nix files or their folders. */
export interface TextWords {
  readonly file: FilePath;
  readonly words: readonly string[];
}

/** A larger text is data that nobody wrote. */
const mostRead = 500_000;

/** Whether a text may name Nix files: everything but Nix itself and lock files. */
export function mayNameFiles(file: FilePath): boolean {
  return !/\.(nix|lock|patch|diff|svg)$/.test(file);
}

/**
 * What a text may name. Documents are read for names of files alone: that
 * there is a folder, and how files in it are called, is said in every one.
 */
export function wordsOfText(file: FilePath, text: string): TextWords {
  if (text.length > mostRead) return { file, words: [] };
  const isDocument = /\.(md|mdx|org|adoc|rst|txt)$/i.test(file);
  const isCode = !isDocument && mayHoldCommands(file);
  const words = (isDocument ? wordsIn(text) : wordsInText(text)).filter((word) => {
    if (word.endsWith('.nix')) return !isDocument || !word.includes(hole);
    return isCode && isFolder(word);
  });
  return { file, words: [...new Set(words)] };
}

/** Whole names, at least one of them written, and nothing at the root of a disk. */
function isFolder(word: string): boolean {
  if (word.startsWith('/')) return false;
  const parts = word.split('/');
  return parts.every((part) => !part.includes(hole) || /^\uFFFC+$/.test(part));
}
