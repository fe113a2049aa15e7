import type { Span } from '#parser/span.ts';
import {
  type Data,
  type DataEntry,
  type DataNode,
  type DataScalar,
  valueAt,
} from '../data/node.ts';
import { siteAt } from '../data/place.ts';
import { entriesOf, oneOrMore, textOf } from '../data/select.ts';
import { readToml } from '../data/toml.ts';
import { readYaml } from '../data/yaml.ts';
import type { FilePath } from '../diagnostic.ts';
import { looksSecret } from '../extract/secret-looking.ts';
import { TableBuilder } from '../extract/table.ts';
import type { FrontmatterRow } from '../facts/documents.ts';

/** The data that a document begins with. */
export interface Frontmatter {
  readonly data: DataNode | undefined;
  readonly problems: Data['problems'];
  readonly span: Span;
}

/** Where such data stands, without looking into it. */
export interface FrontmatterBlock {
  readonly format: 'yaml' | 'toml';
  /** The lines between the marks. */
  readonly span: Span;
  readonly end: number;
}

/** The block of data that a document begins with; only at its very first character. */
export function frontmatterBlock(text: string): FrontmatterBlock | undefined {
  const match = /^(---|\+\+\+)[ \t]*\r?\n([\s\S]*?)(?<=\n)\1[ \t]*(?:\r?\n|$)/.exec(text);
  if (!match) return undefined;
  const start = match[0].indexOf('\n') + 1;
  return {
    format: match[1] === '---' ? 'yaml' : 'toml',
    span: { start, end: start + (match[2] ?? '').length },
    end: match[0].length,
  };
}

/** Where the document itself begins. */
export function frontmatterEnd(text: string): number {
  return frontmatterBlock(text)?.end ?? 0;
}

/** Reads the data at the beginning of a document. */
export function frontmatterOf(text: string): Frontmatter | undefined {
  const block = frontmatterBlock(text);
  if (!block) return undefined;
  const { start, end } = block.span;
  // What stands before becomes blank, so that places are those of the document.
  const data = `${text.slice(0, start).replace(/[^\n]/g, ' ')}${text.slice(start, end)}`;
  const { documents, problems } = block.format === 'yaml' ? readYaml(data) : readToml(data);
  return { data: documents.find(({ kind }) => kind === 'map'), problems, span: block.span };
}

/** Texts under a key: a list, one text, or several parted by commas. */
export function wordsUnder(frontmatter: Frontmatter | undefined, key: string): readonly string[] {
  return scalarsUnder(frontmatter, key).flatMap(({ text }) => partsOf(text));
}

export function scalarsUnder(
  frontmatter: Frontmatter | undefined,
  key: string,
): readonly DataScalar[] {
  return oneOrMore(valueAt(frontmatter?.data, key)).flatMap((node) =>
    node.kind === 'scalar' && node.value !== null ? [node] : [],
  );
}

/** Commas inside of braces part nothing. */
export function partsOf(text: string): readonly string[] {
  const parts = text.match(/(?:[^,{]|\{[^}]*\}?)+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

export function textUnder(frontmatter: Frontmatter | undefined, key: string): string | undefined {
  return textOf(valueAt(frontmatter?.data, key));
}

/** Every scalar of the data as a row. */
export function frontmatterTable(
  file: FilePath,
  frontmatter: Frontmatter | undefined,
): TableBuilder<'frontmatter'> {
  const table = new TableBuilder('frontmatter');
  const [problem] = frontmatter?.problems ?? [];
  if (problem) {
    const reason = 'the data at the beginning of the document is broken';
    table.gap({ file }, reason, siteAt(file, problem.span));
  }
  if (frontmatter?.data) addRows(table, file, { node: frontmatter.data, path: [] });
  return table;
}

/** Deeper data is not for documents. */
const deepest = 8;

interface Part {
  readonly node: DataNode;
  readonly path: readonly string[];
}

function addRows(table: TableBuilder<'frontmatter'>, file: FilePath, { node, path }: Part): void {
  if (path.length > deepest) return;
  for (const entry of entriesOf(node)) {
    const inner = [...path, entry.key];
    if (entry.value.kind === 'map') addRows(table, file, { node: entry.value, path: inner });
    else for (const row of entryRows(file, entry, inner)) table.add(row);
  }
}

function entryRows(
  file: FilePath,
  { key, keySpan, value }: DataEntry,
  path: readonly string[],
): readonly FrontmatterRow[] {
  const scalars = value.kind === 'list' ? value.items : [value];
  return scalars.flatMap((scalar, index): FrontmatterRow[] => {
    if (scalar.kind !== 'scalar') return [];
    const span = scalar.span.start === scalar.span.end ? keySpan : scalar.span;
    const place = value.kind === 'list' ? index : undefined;
    return [
      {
        at: siteAt(file, span),
        places: { key: siteAt(file, keySpan) },
        file,
        key: path.join('.'),
        index: place,
        value: cellOf(key, scalar),
      },
    ];
  });
}

function cellOf(key: string, { value, text }: DataScalar): FrontmatterRow['value'] {
  if (looksSecret(key)) return { undecided: 'its key names a secret' };
  if (value === null) return undefined;
  return typeof value === 'bigint' ? Number(value) : typeof value === 'string' ? text : value;
}
