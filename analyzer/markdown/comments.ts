import type { Span } from '#parser/span.ts';
import { yamlComments } from '../data/comments.ts';
import { tomlComments } from '../data/toml.ts';
import { type FrontmatterBlock, frontmatterBlock } from './frontmatter.ts';
import { type MarkdownNode, parseMarkdown } from './markdown-tree.ts';

/**
 * Where the HTML comments of a Markdown text are, in order, and before them
 * those of the data at its beginning. What stands in code is none.
 */
export function markdownComments(text: string): Span[] {
  const block = frontmatterBlock(text);
  const start = block?.end ?? 0;
  const body = text.slice(start);
  const ofBody = body.includes('<!--') ? within(parseMarkdown(body), body) : [];
  const ofData = block === undefined ? [] : dataComments(block, text);
  return [...ofData, ...ofBody.map((span) => moved(span, start))];
}

function dataComments({ format, span }: FrontmatterBlock, text: string): Span[] {
  const data = text.slice(span.start, span.end);
  const comments = format === 'yaml' ? yamlComments(data) : tomlComments(data);
  return comments.map((comment) => moved(comment, span.start));
}

function moved({ start, end }: Span, distance: number): Span {
  return { start: start + distance, end: end + distance };
}

/** A block of HTML holds all of its lines, and so may hold more than the comment. */
function within({ type, start, end, children }: MarkdownNode, text: string): Span[] {
  if (type !== 'Comment' && type !== 'CommentBlock' && type !== 'HTMLBlock')
    return children.flatMap((child) => within(child, text));
  return [...text.slice(start, end).matchAll(/<!--[\s\S]*?-->/g)].map((match) => {
    const from = start + match.index;
    return { start: from, end: from + match[0].length };
  });
}
