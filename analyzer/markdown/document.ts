import type { Span } from '#parser/span.ts';
import { frontmatterEnd } from './frontmatter.ts';
import { type MarkdownNode, parseMarkdown } from './markdown-tree.ts';
import { type Sentence, sentencesIn } from './sentences.ts';
import { codeSpan, codeText, labelOf, plainText } from './text.ts';

/** A document taken apart, everything in the order of the text. */
export interface MarkdownDocument {
  readonly headings: readonly Heading[];
  readonly links: readonly Link[];
  readonly codeSpans: readonly CodeSpan[];
  readonly codeBlocks: readonly CodeBlock[];
  readonly tables: readonly MarkdownTable[];
  readonly sentences: readonly Sentence[];
  /** Names of places that HTML gives. */
  readonly anchors: readonly string[];
}

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly span: Span;
}

export interface Under {
  /** The text of the nearest heading above. */
  readonly heading: string | undefined;
  /** The paragraph, row or heading that it is part of. */
  readonly around: Span;
}

export interface Link extends Under {
  readonly target: string;
  readonly targetSpan: Span;
  readonly text: string;
  readonly isImage: boolean;
}

export interface CodeSpan extends Under {
  readonly text: string;
  readonly span: Span;
  /** Whether it is crossed out. */
  readonly isStruck: boolean;
  /** Where it leads to, for the label of a link. */
  readonly link: string | undefined;
}

export interface CodeBlock {
  readonly heading: string | undefined;
  readonly language: string | undefined;
  /** The lines of code, as far as they stand together. */
  readonly lines: readonly Span[];
  readonly span: Span;
}

export interface MarkdownTable {
  readonly heading: string | undefined;
  readonly header: readonly Cell[];
  readonly rows: readonly { readonly span: Span; readonly cells: readonly Cell[] }[];
}

export interface Cell {
  readonly text: string;
  readonly span: Span | undefined;
}

/** Reads a document. What a block of data at its beginning says is not part of it. */
export function readMarkdown(text: string): MarkdownDocument {
  const start = frontmatterEnd(text);
  const source =
    start === 0 ? text : text.slice(0, start).replace(/[^\n]/g, ' ') + text.slice(start);
  const reading = new Reading(source);
  reading.walk(parseMarkdown(source));
  return reading;
}

interface Waiting {
  readonly node: MarkdownNode;
  readonly around: Span;
  readonly isStruck: boolean;
  readonly link: string | undefined;
}

/** Inside of these one thing is spoken of: the cells of a row belong together. */
const blocks = new Set([
  'Paragraph',
  'TableRow',
  'TableHeader',
  'ATXHeading',
  'SetextHeading',
  'Task',
]);

class Reading implements MarkdownDocument {
  readonly headings: Heading[] = [];
  readonly links: Link[] = [];
  readonly codeSpans: CodeSpan[] = [];
  readonly codeBlocks: CodeBlock[] = [];
  readonly tables: MarkdownTable[] = [];
  readonly sentences: Sentence[] = [];
  readonly anchors: string[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  walk(root: MarkdownNode): void {
    const waiting: Waiting[] = [{ node: root, around: root, isStruck: false, link: undefined }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node } = next;
      this.#take(next);
      if (node.type === 'FencedCode' || node.type === 'CodeBlock') continue;
      const around = blocks.has(node.type.replace(/\d$/, '')) ? node : next.around;
      const isStruck = next.isStruck || node.type === 'Strikethrough';
      const link = node.type === 'Link' ? this.#target(node) : next.link;
      for (const child of node.children.toReversed())
        waiting.push({ node: child, around, isStruck, link });
    }
  }

  #take({ node, around, isStruck, link }: Waiting): void {
    const { type } = node;
    if (/^(ATX|Setext)Heading\d$/.test(type)) this.#heading(node);
    else if (type === 'Link' || type === 'Image') this.#link(node, around);
    else if (type === 'LinkReference') this.#url(node, around);
    else if (type === 'Autolink') this.#url(node, around);
    else if (type === 'InlineCode') {
      const text = codeText(this.#source, node);
      const span = codeSpan(this.#source, node);
      this.codeSpans.push({ heading: this.#under, around, text, span, isStruck, link });
    } else if (type === 'FencedCode' || type === 'CodeBlock') this.#code(node);
    else if (type === 'Table') this.#table(node);
    else if (type === 'Paragraph' || type === 'Task')
      this.sentences.push(...sentencesIn(this.#source, node, this.#under));
    else if (/^HTML(Block|Tag)$/.test(type)) this.#html(node);
  }

  get #under(): string | undefined {
    return this.headings.at(-1)?.text;
  }

  /** A name in braces at the end of a heading is its anchor for some programs. */
  #heading(node: MarkdownNode): void {
    const written = plainText(this.#source, node);
    const own = /\s*\{#([\w-]+)\}$/.exec(written);
    if (own?.[1]) this.anchors.push(own[1]);
    const text = own ? written.slice(0, own.index) : written;
    const level = Number(node.type.at(-1));
    this.headings.push({ level, text, span: { start: node.start, end: node.end } });
  }

  /** What a link is written to lead to; empty where a definition elsewhere says so. */
  #target(node: MarkdownNode): string {
    const url = node.children.findLast(({ type }) => type === 'URL');
    return url ? this.#source.slice(url.start, url.end) : '';
  }

  #link(node: MarkdownNode, around: Span): void {
    const label = labelOf(this.#source, node);
    const url = node.children.find(({ type, start }) => type === 'URL' && start > label.end);
    if (url) this.#addLink(url, { node, around });
  }

  #url(node: MarkdownNode, around: Span): void {
    const url = node.children.find(({ type }) => type === 'URL');
    if (url) this.#addLink(url, { node, around });
  }

  #addLink(
    url: MarkdownNode,
    { node, around }: { readonly node: MarkdownNode; readonly around: Span },
  ): void {
    const written = this.#source.slice(url.start, url.end);
    const isAngled = written.startsWith('<') && written.endsWith('>');
    const span = isAngled
      ? { start: url.start + 1, end: url.end - 1 }
      : { start: url.start, end: url.end };
    const label = { ...node, ...labelOf(this.#source, node) };
    this.links.push({
      heading: this.#under,
      around,
      target: this.#source.slice(span.start, span.end),
      targetSpan: span,
      text: plainText(this.#source, label),
      isImage: node.type === 'Image',
    });
  }

  #code(node: MarkdownNode): void {
    const info = node.children.find(({ type }) => type === 'CodeInfo');
    const language = info && /^[{.]*([\w+#-]+)/.exec(this.#source.slice(info.start, info.end))?.[1];
    const lines = node.children.filter(({ type }) => type === 'CodeText');
    this.codeBlocks.push({
      heading: this.#under,
      language: language?.toLowerCase(),
      lines: lines.map(({ start, end }) => ({ start, end })),
      span: { start: node.start, end: node.end },
    });
  }

  #table(node: MarkdownNode): void {
    const header = node.children.find(({ type }) => type === 'TableHeader');
    const rows = node.children.filter(({ type }) => type === 'TableRow');
    if (!header) return;
    this.tables.push({
      heading: this.#under,
      header: this.#cells(header),
      rows: rows.map((row) => ({
        span: { start: row.start, end: row.end },
        cells: this.#cells(row),
      })),
    });
  }

  /** Between two delimiters there is a cell, even an empty one, which the grammar has no node for. */
  #cells(row: MarkdownNode): Cell[] {
    const cells: Cell[] = [];
    let isOpen = !/^\s*\|/.test(this.#source.slice(row.start, row.end));
    for (const child of row.children) {
      if (child.type === 'TableCell') {
        cells.push({
          text: plainText(this.#source, child),
          span: { start: child.start, end: child.end },
        });
        isOpen = false;
      } else if (child.type === 'TableDelimiter') {
        if (isOpen) cells.push({ text: '', span: undefined });
        isOpen = true;
      }
    }
    return cells;
  }

  #html(node: MarkdownNode): void {
    const text = this.#source.slice(node.start, node.end);
    for (const [, , name] of text.matchAll(/\s(?:id|name)\s*=\s*(["'])([^"']+)\1/g))
      if (name) this.anchors.push(name);
  }
}
