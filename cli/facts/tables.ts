import type { Facts, Gap } from '#analyzer/facts/facts.ts';
import type { ColumnInfo, Row, TableSchema } from '#analyzer/facts/schema.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';

/** A table with its schema, read column by column at run time. */
export interface FactTable {
  readonly name: TableName;
  readonly schema: TableSchema;
  readonly columns: readonly (readonly [name: string, info: ColumnInfo])[];
  readonly rows: readonly FactRow[];
  readonly gaps: readonly FactGap[];
}

/** A row of any table. */
export type FactRow = Row & { readonly [column: string]: unknown };

/** A gap of any table. */
export interface FactGap extends Pick<Gap, 'reason' | 'at'> {
  readonly known: { readonly [column: string]: unknown };
}

export function tableNames(): readonly TableName[] {
  return Object.keys(tables) as TableName[];
}

export function isTableName(name: string): name is TableName {
  return Object.hasOwn(tables, name);
}

export function factTable(facts: Facts, name: TableName): FactTable {
  const { rows, gaps } = facts.table(name);
  const schema: TableSchema = tables[name];
  return {
    name,
    schema,
    columns: Object.entries(schema.columns),
    rows: rows as readonly Row[] as readonly FactRow[],
    gaps: gaps as readonly FactGap[],
  };
}

/** The column by which the rows of a table belong to machines; `undefined` when they belong to none. */
export function hostColumn(name: TableName): string | undefined {
  if (name === 'host') return 'name';
  return ['host', 'hosts'].find((column) => Object.hasOwn(tables[name].columns, column));
}

/** Only what belongs, or may belong, to one machine. */
export function ofHost(table: FactTable, host: string): FactTable {
  const column = hostColumn(table.name);
  if (column === undefined) return { ...table, rows: [], gaps: [] };
  const belongs = (value: unknown): boolean => {
    return Array.isArray(value) ? value.includes(host) : value === host;
  };
  return {
    ...table,
    rows: table.rows.filter((row) => belongs(row[column])),
    gaps: table.gaps.filter(({ known }) => known[column] === undefined || belongs(known[column])),
  };
}
