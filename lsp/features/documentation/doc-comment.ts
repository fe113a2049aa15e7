import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { nodesAt } from '../meaning/nodes-at.ts';

/** What a comment for documentation right before a place says, which is Markdown. */
export function docCommentBefore({ text, tree }: FileAnalysis, offset: number): string | undefined {
  const end = text.slice(0, offset).trimEnd().length;
  if (!text.endsWith('*/', end)) return undefined;
  const start = text.lastIndexOf('/**', end - shortest);
  const isComment =
    start !== -1 && nodesAt(tree, { start, end }).some(({ kind }) => kind === 'comment');
  return isComment ? unindented(text.slice(start + 3, end - 2)) : undefined;
}

const shortest = '/***/'.length;

/** Lines without what all but the first are indented by, and without empty ones around them. */
function unindented(text: string): string {
  const [first = '', ...others] = text.split(/\r?\n/);
  const depths = others.flatMap((line) => /\S/.exec(line)?.index ?? []);
  const depth = Math.min(...depths, Number.MAX_SAFE_INTEGER);
  return [first.trim(), ...others.map((line) => line.slice(depth).trimEnd())].join('\n').trim();
}
