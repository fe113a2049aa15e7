import type { Span } from '#parser/span.ts';
import type { MarkdownNode } from './markdown-tree.ts';
import { codeText, plainText } from './text.ts';

/** A sentence of a paragraph or of an item of a list. */
export interface Sentence {
  readonly heading: string | undefined;
  /** Without its marks, and without the point at its end. */
  readonly text: string;
  readonly code: readonly string[];
  readonly span: Span;
}

/** After these a point ends no sentence. */
const abbreviations = /\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|no|nr|st|dr|mr|ms)\.$/i;

/** The sentences of a paragraph. A point inside of code, a link or emphasis ends none. */
export function sentencesIn(
  source: string,
  paragraph: MarkdownNode,
  heading: string | undefined,
): readonly Sentence[] {
  return spansOf(source, paragraph).flatMap((span) => {
    const children = paragraph.children.filter(
      ({ start, end }) => start >= span.start && end <= span.end,
    );
    const words = plainText(source, { type: 'Paragraph', ...span, children });
    const text = words.replace(/[.!?:]+$/, '');
    return text === '' ? [] : [{ heading, text, code: codeIn(source, children), span }];
  });
}

function spansOf(source: string, { start, end, children }: MarkdownNode): readonly Span[] {
  const spans: Span[] = [];
  let from = start;
  const ends = /[.!?][)"'”]*(?=\s+[^\sa-z])/g;
  ends.lastIndex = start;
  for (let found = ends.exec(source); found && found.index < end; found = ends.exec(source)) {
    const at = found.index;
    const isInside = children.some((child) => child.start <= at && at < child.end);
    if (isInside || abbreviations.test(source.slice(from, at + 1))) continue;
    spans.push(trimmed(source, { start: from, end: ends.lastIndex }));
    from = ends.lastIndex;
  }
  const last = trimmed(source, { start: from, end });
  return last.start < last.end ? [...spans, last] : spans;
}

function trimmed(source: string, { start, end }: Span): Span {
  const text = source.slice(start, end);
  return {
    start: start + text.length - text.trimStart().length,
    end: start + text.trimEnd().length,
  };
}

function codeIn(source: string, nodes: readonly MarkdownNode[]): readonly string[] {
  return nodes.flatMap((node) =>
    node.type === 'InlineCode' ? [codeText(source, node)] : codeIn(source, node.children),
  );
}

/** The whole numbers among the words of a text. */
export function numbersIn(text: string): readonly number[] {
  return [...text.matchAll(/(?<![\w.:/-])\d{1,15}(?![\w:-]|[.,/]\d)/g)].map(([digits]) =>
    Number(digits),
  );
}
