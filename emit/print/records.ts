import type { Format } from '../format.ts';
import type { PlainRecord } from '../records.ts';
import type { Plain } from '../values.ts';
import { prettyJson } from './json.ts';
import { code, markdownTable } from './markdown.ts';
import { tomlText } from './toml.ts';
import { yamlText } from './yaml.ts';

/** Records for a table or for a program. */
export interface PrintedRecords {
  /** What all of them are called where a format needs a name. */
  readonly key: string;
  readonly columns: readonly string[];
  readonly records: readonly PlainRecord[];
  /** The titles of columns of a table, where they are not their names. */
  readonly titles?: Readonly<Record<string, string>>;
}

/** Records in a format: a table of Markdown, or a list of data. */
export function printedRecords(
  { key, columns, records, titles = {} }: PrintedRecords,
  format: Format,
): string {
  if (format === 'json') return prettyJson({ [key]: records });
  if (format === 'yaml') return yamlText({ [key]: records });
  if (format === 'toml') return tomlText({ [key]: records });
  const header = columns.map((column) => titles[column] ?? titleOf(column));
  const rows = records.map((record) => columns.map((column) => cellText(record[column])));
  return markdownTable(header, rows);
}

function titleOf(column: string): string {
  const words = column.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Names and values are shown as code, whatever is in them. */
function cellText(value: Plain | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => cellText(item)).join(', ');
  if (typeof value === 'object') return code(JSON.stringify(value));
  return value === '' ? '' : code(String(value));
}
