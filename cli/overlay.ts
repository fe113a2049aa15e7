import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent, Files } from '#analyzer/files.ts';

/** Files with some contents replaced; a content for a new path adds a file. */
export function overlay(files: Files, contents: ReadonlyMap<FilePath, FileContent>): Files {
  if (contents.size === 0) return files;
  return {
    read: (file) => contents.get(file) ?? files.read(file),
    list: (directory) => files.list(directory),
    kind: (path) => (contents.has(path) ? 'file' : files.kind(path)),
  };
}

export function asContents(texts: ReadonlyMap<FilePath, string>): Map<FilePath, FileContent> {
  return new Map([...texts].map(([file, text]) => [file, { kind: 'text', text }]));
}
