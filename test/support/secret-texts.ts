import { readFileSync } from 'node:fs';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { FileContent } from '#analyzer/files.ts';
import { openSnapshot } from '#analyzer/workspace.ts';
import { memoryFiles } from './fleet.ts';

const folder = new URL('../../fixtures/secret-files/', import.meta.url);
export const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

export const recipients = {
  oak: 'age1z45vezccfp6590zzdnshlntnsmpr6zg29vrk2xfgsqgsjtx0apmskfl07u',
  elm: 'age1c00jaewj9g5mqenay0h5t0ecvfe352wa798jxrd62uqkpu07ld0q0ezfl9',
  ash: 'age1tcqh0cfeah58untl98ffynmdjt02n09edjpwnusuv4xz2pg3j9xsgs6nxc',
};
export const oakKey = fixture('oak.pub').trim();
export const elmKey = fixture('elm.pub').trim();

export function factsOf(texts: Readonly<Record<string, string | FileContent>>): Facts {
  const files = new Map(Object.entries(texts));
  return openSnapshot(memoryFiles(files), [...files.keys()].sort() as FilePath[]).facts();
}

/** Columns of every row, with `?` for what is undecided and `-` for what is unset. */
export function rows(facts: Facts, table: TableName, ...columns: readonly string[]): string[] {
  return facts.table(table).rows.map((row) =>
    columns
      .map((column) => {
        const value: unknown = Object.entries(row).find(([name]) => name === column)?.[1];
        if (isUndecided(value)) return '?';
        return value === undefined ? '-' : String(value);
      })
      .join(' '),
  );
}

/** The texts at the places of the rows. */
export function places(facts: Facts, table: TableName): string[] {
  return facts.table(table).rows.map(({ at }) => {
    const { file, span } = facts.locate(at);
    return `${file}: ${facts.text(file)?.slice(span.start, span.end)}`;
  });
}
