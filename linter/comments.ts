import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { Kind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import type { Tree } from '#parser/tree.ts';

/** Where the comments of a tree are, in the order of the text. Text inside strings is no comment. */
export function treeComments({ kind, start, end, size }: Tree): Span[] {
  const spans: Span[] = [];
  for (let row = 0; row < size; row++) {
    if (kind[row] !== Kind.comment) continue;
    spans.push({ start: start[row] ?? 0, end: end[row] ?? 0 });
  }
  return spans;
}

/** Where the comments of a file are; without a tree, what looks like one by the file's name. */
export function commentsIn(file: FilePath, snapshot: Snapshot): Span[] {
  const analysis = snapshot.analysis(file);
  if (analysis) return treeComments(analysis.tree);
  const pattern = commentPattern(file);
  const text = pattern === undefined ? '' : (snapshot.text(file) ?? '');
  return pattern === undefined ? [] : matches(text, pattern);
}

function commentPattern(file: string): RegExp | undefined {
  switch (file.slice(file.lastIndexOf('.') + 1)) {
    case 'yaml':
    case 'yml':
    case 'toml':
    case 'sh':
      return /(?<=^|[ \t])#.*/gm;
    case 'js':
    case 'mjs':
    case 'rules':
    case 'jsonc':
      return /(?<=^|[ \t;{}(),])(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm;
    case 'md':
    case 'html':
    case 'xml':
      return /<!--[\s\S]*?-->/g;
  }
  return undefined;
}

function matches(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => {
    return { start: match.index, end: match.index + match[0].length };
  });
}
