import { scriptComments, yamlComments } from '#analyzer/data/comments.ts';
import { tomlComments } from '#analyzer/data/toml.ts';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { languageOf } from '#analyzer/language.ts';
import { markdownComments } from '#analyzer/markdown/comments.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { Kind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import type { Tree } from '#parser/tree.ts';

/** What comments are read from. */
export type Texts = Pick<Snapshot, 'analysis' | 'text'>;

/** Where the comments of a tree are, in the order of the text. Text inside strings is no comment. */
export function treeComments({ kind, start, end, size }: Tree): Span[] {
  const spans: Span[] = [];
  for (let row = 0; row < size; row++) {
    if (kind[row] !== Kind.comment) continue;
    spans.push({ start: start[row] ?? 0, end: end[row] ?? 0 });
  }
  return spans;
}

/** Whether comments of a file can be told from the rest of its text. */
export function hasComments(file: FilePath): boolean {
  return languageOf(file) !== undefined || readerOf(file) !== undefined;
}

/** Where the comments of a file are, by the grammar that the file's name stands for. */
export function commentsIn(file: FilePath, snapshot: Texts): Span[] {
  const analysis = snapshot.analysis(file);
  if (analysis) return treeComments(analysis.tree);
  return commentsOfText(file, snapshot.text(file) ?? '');
}

/** Where the comments of a file without a tree are; none where its language is not known. */
export function commentsOfText(file: FilePath, text: string): Span[] {
  return readerOf(file)?.(text) ?? [];
}

function readerOf(file: string): ((text: string) => Span[]) | undefined {
  switch (file.slice(file.lastIndexOf('.') + 1)) {
    case 'yaml':
    case 'yml':
      return yamlComments;
    case 'toml':
      return tomlComments;
    case 'js':
    case 'mjs':
    case 'rules':
    case 'jsonc':
      return scriptComments;
    case 'md':
      return markdownComments;
  }
  return undefined;
}
