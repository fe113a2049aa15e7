import {
  cell,
  choice,
  number,
  numbers,
  optional,
  type RowOf,
  scalar,
  table,
  text,
  texts,
  truth,
} from './schema.ts';

const document = text('The document.');
const heading = optional(text('The nearest heading above.'));

export const docTableSchema = table('A row of a table in a document.', {
  file: document,
  heading: optional(text('The nearest heading above the table.')),
  headers: texts('The texts of the table’s first row; `places` has the cells of this row by them.'),
  cells: texts('The texts of this row.'),
});

export const headingSchema = table('A heading of a document.', {
  file: document,
  level: number('From 1 to 6.'),
  text: text('Its words.'),
  anchor: text('The name by which links lead to it, as GitHub makes it.'),
});

export const docLinkSchema = table('A link or an image of a document.', {
  file: document,
  heading,
  text: text('Its label.'),
  target: text('Where it leads, as written.'),
  kind: choice(
    ['file', 'anchor', 'address'],
    'A file or folder, a heading of the same document, or anything else.',
  ),
  path: optional(text('The file or folder of the workspace.')),
  fragment: optional(text('What is behind `#`.')),
  exists: cell(truth('Whether the file, and the heading in it, is there; unset for addresses.')),
});

export const codeSpanSchema = table('A piece of inline code in a document.', {
  file: document,
  heading,
  text: text('What it says.'),
});

export const codeBlockSchema = table('A block of code in a document.', {
  file: document,
  heading,
  language: optional(text('The language that it names, in lower case.')),
  lines: number('How many lines it has.'),
});

export const frontmatterSchema = table('A value in the data that a document begins with.', {
  file: document,
  key: text('Its key, dotted.'),
  index: optional(number('For an item of a list: its place, from 0.')),
  value: cell(scalar('The value; undecided where its key names a secret.')),
});

export const pathMentionSchema = table(
  'A place where a document, a comment, a command or data about a document names a path of the repository.',
  {
    file: text('The file that names it.'),
    source: choice(
      ['inline-code', 'command', 'comment', 'frontmatter', 'import', 'tree'],
      'What names it: inline code, a command, a comment, data at the beginning of a document, an `@` of an agent’s rules, or a drawn tree of files.',
    ),
    text: text('What is written, without line numbers and fragments.'),
    kind: choice(
      ['file', 'folder', 'glob', 'template'],
      'What it names; a `template` has parts such as `{name}` or `<host>`, each of which stands for any name.',
    ),
    path: text(
      'The path, or the pattern, from the workspace on; with a star for each part of a template that stands for any name.',
    ),
    exists: truth('Whether it is there; for a pattern, whether any file matches.'),
    matches: optional(number('For a pattern: how many files match.')),
    tone: choice(
      ['plain', 'hedged', 'record'],
      'How the text speaks of it: as something that is there; as something gone, to come, possible or elsewhere; or in a file of plans, records or archives.',
    ),
  },
);

export const sentenceSchema = table(
  'A sentence of a paragraph or of an item of a list, in files called README, AGENTS and CLAUDE and below `docs`.',
  {
    file: text('The document.'),
    heading: optional(text('The nearest heading above.')),
    text: text('Its words on one line, without the marks of Markdown and the point at the end.'),
    numbers: numbers('The whole numbers in it, in their order.'),
    code: texts('Its inline code, in its order.'),
  },
);

export type DocTableRow = RowOf<typeof docTableSchema>;
export type SentenceRow = RowOf<typeof sentenceSchema>;
export type HeadingRow = RowOf<typeof headingSchema>;
export type DocLinkRow = RowOf<typeof docLinkSchema>;
export type CodeSpanRow = RowOf<typeof codeSpanSchema>;
export type CodeBlockRow = RowOf<typeof codeBlockSchema>;
export type FrontmatterRow = RowOf<typeof frontmatterSchema>;
export type PathMentionRow = RowOf<typeof pathMentionSchema>;
