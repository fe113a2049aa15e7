import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { IsNew } from './alter.ts';
import { Collection } from './collection.ts';
import type { AnyRow } from './mutant.ts';
import { Places } from './places.ts';

/** Everything that goes into the mutants of one fleet. */
export interface Workshop {
  readonly snapshot: Snapshot;
  readonly places: Places;
  readonly collection: Collection;
  readonly isNew: IsNew;
}

export function workshopOf(snapshot: Snapshot): Workshop {
  const places = new Places(snapshot);
  const collection = new Collection((file) => places.text(file));
  return { snapshot, places, collection, isNew: newWords(snapshot) };
}

/** They hold everything once more, value by value. */
const generalTables: readonly TableName[] = [
  'option',
  'home-option',
  'resource',
  'resource-attribute',
];

/** The tables, general ones last. */
export const generalLast: readonly TableName[] = [
  ...(Object.keys(tables) as TableName[]).filter((name) => !generalTables.includes(name)),
  ...generalTables,
];

export function isGeneral(table: TableName): boolean {
  return generalTables.includes(table);
}

export function rowsOf(snapshot: Snapshot, table: TableName): readonly AnyRow[] {
  return snapshot.facts().table(table).rows as readonly unknown[] as readonly AnyRow[];
}

function newWords(snapshot: Snapshot): IsNew {
  const words = new Set(
    snapshot.files.flatMap((file) => snapshot.text(file)?.match(/\d+|\w+/g) ?? []),
  );
  return (word) => !words.has(word);
}
