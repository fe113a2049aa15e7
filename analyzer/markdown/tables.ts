import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { FilePath } from '../diagnostic.ts';
import type { Document } from '../document.ts';
import { TableBuilder } from '../extract/table.ts';
import type { DocTableRow } from '../facts/documents.ts';
import type { Site } from '../site.ts';

/** Whether people write down in this file what the machines are like. */
export function isFleetDocument(file: string): boolean {
  return /(^|\/)(AGENTS|CLAUDE|README)\.md$|^docs\/.*\.md$/i.test(file);
}

/** The tables of documents, row by row. Every text is Markdown, so nothing is ever missing. */
export function docTable(documents: Iterable<Document>): TableBuilder<'doc-table'> {
  const table = new TableBuilder('doc-table');
  for (const document of documents) {
    if (!hasTable(document.text)) continue;
    for (const row of rowsOf(document)) table.add(row);
  }
  return table;
}

/** Reading Markdown costs more than looking for the line that every table has. */
function hasTable(text: string): boolean {
  return /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*\|/m.test(text);
}

function rowsOf({ file, text }: Document): DocTableRow[] {
  const rows: DocTableRow[] = [];
  let heading: string | undefined;
  for (const node of blocksOf(treeOf(text))) {
    if (node.type === 'heading') heading = textOf(node);
    if (node.type === 'table') rows.push(...tableRows(node, { file, heading }));
  }
  return rows;
}

function treeOf(text: string): Root {
  return fromMarkdown(text, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
}

type Root = ReturnType<typeof fromMarkdown>;
type Block = Root['children'][number];
type MarkdownTable = Extract<Block, { type: 'table' }>;
type TableRow = MarkdownTable['children'][number];
type TableCell = TableRow['children'][number];
type Textual = TableCell | Extract<Block, { type: 'heading' }> | TableCell['children'][number];

/** Every block in the order of the text, those in quotations and lists included. */
function* blocksOf(root: Root): Generator<Block> {
  const waiting: Block[] = root.children.toReversed();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    if (node.type === 'blockquote' || node.type === 'list' || node.type === 'listItem') {
      const inside: readonly Block[] = node.children;
      waiting.push(...inside.toReversed());
    }
  }
}

interface Where {
  readonly file: FilePath;
  readonly heading: string | undefined;
}

function tableRows(table: MarkdownTable, { file, heading }: Where): DocTableRow[] {
  const [first, ...rest] = table.children;
  if (!first) return [];
  const headers = first.children.map((cell) => textOf(cell));
  return rest.map((row) => ({
    at: siteOf(file, row),
    places: placesOf(file, row, headers),
    file,
    heading,
    headers,
    cells: row.children.map((cell) => textOf(cell)),
  }));
}

function placesOf(
  file: FilePath,
  row: TableRow,
  headers: readonly string[],
): { readonly [column: string]: Site } {
  return Object.fromEntries(
    row.children.flatMap((cell, index) => {
      const header = headers[index];
      const span = contentSpan(cell);
      return header === undefined || !span ? [] : [[header, { file, ...span }]];
    }),
  );
}

interface Positioned {
  readonly position?:
    | {
        readonly start: { readonly offset?: number | undefined };
        readonly end: { readonly offset?: number | undefined };
      }
    | undefined;
}

function siteOf(file: FilePath, node: Positioned): Site {
  return { file, ...(spanOf(node) ?? { expr: 0 }) };
}

/** What a cell says, without the bar and the blanks around it. */
function contentSpan(cell: TableCell): Omit<Site, 'file'> | undefined {
  const [first, last] = [cell.children[0], cell.children.at(-1)];
  const start = first?.position?.start.offset;
  const end = last?.position?.end.offset;
  if (start === undefined || end === undefined) return undefined;
  return { expr: start, content: { start: 0, end: end - start } };
}

function spanOf({ position }: Positioned): Omit<Site, 'file'> | undefined {
  const [start, end] = [position?.start.offset, position?.end.offset];
  if (start === undefined || end === undefined) return undefined;
  return { expr: start, content: { start: 0, end: end - start } };
}

/** The words of a cell or a heading without their marks; neither holds blocks, so this does not go deep. */
function textOf(node: Textual): string {
  return rawText(node).trim();
}

function rawText(node: Textual): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(rawText).join('') : ' ';
}
