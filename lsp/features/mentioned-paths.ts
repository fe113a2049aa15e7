import type { FilePath } from '#analyzer/diagnostic.ts';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';

/** A place of a document that names a file of the repository. */
export interface MentionedPath extends Span {
  readonly target: FilePath;
}

/** The files of the repository that documents, comments and commands of a file name; of a folder what it is entered by. */
export function mentionedPaths(
  snapshot: Snapshot,
  { file }: { readonly file: FilePath },
): readonly MentionedPath[] {
  const facts = snapshot.facts();
  const here = facts.table('path-mention').rows.filter((row) => row.file === file && row.exists);
  return here.flatMap(({ kind, path, at }): MentionedPath[] => {
    const target = targetOf(snapshot, kind, path);
    const place = facts.locate(at);
    return target === undefined || place.file !== file ? [] : [{ ...place.span, target }];
  });
}

function targetOf(snapshot: Snapshot, kind: string, path: string): FilePath | undefined {
  if (kind === 'file') return filePath(path);
  return kind === 'folder' ? entranceOf(snapshot, path) : undefined;
}

function entranceOf({ contents }: Snapshot, folder: string): FilePath | undefined {
  const names = ['default.nix', 'flake.nix', 'README.md', 'main.tf'];
  const files = names.map((name) => filePath(folder === '' ? name : `${folder}/${name}`));
  return files.find((file) => contents.kind(file) === 'file');
}
