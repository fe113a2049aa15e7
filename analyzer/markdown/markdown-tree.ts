import { Autolink, parser, Strikethrough, Table, TaskList } from '@lezer/markdown';

/** A part of a document. Types are those of the grammar, such as `ATXHeading1` or `InlineCode`. */
export interface MarkdownNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly children: readonly MarkdownNode[];
}

const markdown = parser.configure([Table, Strikethrough, TaskList, Autolink]);

/** The tree of a Markdown text as GitHub reads it. Every text is Markdown. */
export function parseMarkdown(text: string): MarkdownNode {
  interface Open extends MarkdownNode {
    readonly children: MarkdownNode[];
  }
  const root: Open = { type: 'Document', start: 0, end: text.length, children: [] };
  const around: Open[] = [];
  let last = root;
  markdown.parse(text).iterate({
    enter({ name, from, to }) {
      const node: Open = { type: name, start: from, end: to, children: [] };
      if (name === 'Document' && around.length === 0) last = root;
      else {
        around.at(-1)?.children.push(node);
        last = node;
      }
      around.push(last);
    },
    leave() {
      around.pop();
    },
  });
  return root;
}
