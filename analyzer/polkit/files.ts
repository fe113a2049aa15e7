import type { Span } from '#parser/span.ts';
import { siteAt } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import { plain, TableBuilder } from '../extract/table.ts';
import type { Table } from '../facts/facts.ts';
import type { Site } from '../site.ts';
import { addPolkitText } from './rows.ts';

export function isRulesFile(file: string): boolean {
  return file.endsWith('.rules');
}

/** What a file of rules grants, whichever machine has it; files of udev share the ending and grant nothing. */
export function rulesFileTable(file: FilePath, text: string): Table<'grant'> {
  const table = new TableBuilder('grant');
  if (text.includes('polkit.addRule')) {
    const place = (range: Span): Site => siteAt(file, range);
    addPolkitText(table, { host: undefined, text, place, reason: undefined });
  }
  return plain(table);
}

/** The grants of files that no machine is known to have. */
export function strayGrants(
  files: readonly Table<'grant'>[],
  machines: Table<'grant'>,
): Table<'grant'> {
  const had = new Set(machines.rows.map(({ at }) => at.file));
  return {
    rows: files.flatMap(({ rows }) => rows.filter(({ at }) => !had.has(at.file))),
    gaps: files.flatMap(({ gaps }) => gaps.filter(({ at }) => !at || !had.has(at.file))),
  };
}
