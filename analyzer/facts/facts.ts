import type { Tree } from '#parser/tree.ts';
import type { Location } from '../diagnostic.ts';
import type { Site } from '../site.ts';
import { isUndecided } from './cell.ts';
import type { TableName, TableRows } from './tables.ts';

/**
 * Something an extractor could not read or decide. `known` holds the columns
 * that are certain; a row that may be missing could have anything elsewhere.
 */
export interface Gap<Name extends TableName = TableName> {
  readonly table: Name;
  readonly known: Partial<Omit<TableRows[Name], 'at' | 'places'>>;
  readonly reason: string;
  readonly at: Site | undefined;
}

/** The rows of one table, and what could not be known about it. */
export interface Table<Name extends TableName> {
  readonly rows: readonly TableRows[Name][];
  readonly gaps: readonly Gap<Name>[];
}

/** What rules, emitters and editor features all read. */
export interface Facts {
  table<Name extends TableName>(name: Name): Table<Name>;
  /** Turns a site into a place in today's text. */
  locate(site: Site): Location;
  /** The text of a file of the workspace, for building edits; `undefined` when it is not there. */
  text(file: string): string | undefined;
  /** The syntax of a Nix or HCL file of the workspace, for building edits. */
  tree(file: string): Tree | undefined;
}

/**
 * The first gap that could hold a row with these columns, or `undefined` when
 * the table is complete for the question.
 */
export function gapFor<Name extends TableName>(
  table: Table<Name>,
  question: Gap<Name>['known'],
): Gap<Name> | undefined {
  return table.gaps.find((gap) => couldMatch(gap.known, question));
}

function couldMatch(gap: object, question: object): boolean {
  const columns = gap as { readonly [column: string]: unknown };
  return Object.entries(question).every(([column, asked]) => {
    const value = columns[column];
    return value === undefined || isUndecided(value) || value === asked;
  });
}
