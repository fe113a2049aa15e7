import type { Gap, Table } from '../facts/facts.ts';
import type { TableName, TableRows } from '../facts/tables.ts';

/** The rows and gaps of one table as they are found. */
export class Findings<Name extends TableName> implements Table<Name> {
  readonly name: Name;
  readonly rows: TableRows[Name][] = [];
  readonly gaps: Gap<Name>[] = [];

  constructor(name: Name) {
    this.name = name;
  }

  add(...rows: readonly TableRows[Name][]): void {
    for (const row of rows) this.rows.push(row);
  }

  gap(known: Gap<Name>['known'], reason: string, at: Gap<Name>['at']): void {
    this.gaps.push({ table: this.name, known, reason, at });
  }

  /** The table as plain data. */
  table(): Table<Name> {
    return { rows: this.rows, gaps: this.gaps };
  }
}
