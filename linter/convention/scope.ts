import { type AnyRow, rowsOf } from '#analyzer/facts/any-row.ts';
import { isUndecided, type Undecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { OptionValues } from '#linter/rule.ts';
import { filters } from './filters.ts';
import { joinOf } from './joins.ts';
import type { Reference, Template } from './template.ts';

/** What the names of a convention stand for while one row is looked at. */
export interface Scope {
  readonly facts: Facts;
  readonly table: TableName;
  readonly row: AnyRow;
  readonly captures: ReadonlyMap<string, string>;
  readonly parameters: OptionValues;
}

/** A value of a column; `undefined` where it is unset. */
export type Scalar = string | number | boolean;
export type Plain = Scalar | readonly Scalar[] | undefined;

/** The column that every table has: the file that a row comes from. */
const writtenIn = 'written-in';

/** The names of the columns of a table. */
export function columnsOf(table: TableName): readonly string[] {
  return [...Object.keys(tables[table].columns), writtenIn];
}

export function hasColumn(table: TableName, column: string): boolean {
  return column === writtenIn || Object.hasOwn(tables[table].columns, column);
}

/** What a column holds. */
export function columnOf(row: AnyRow, column: string): Plain | Undecided {
  const value = column === writtenIn && !(column in row) ? row.at.file : row[column];
  if (isUndecided(value)) return value;
  return isPlain(value) ? value : undefined;
}

function isPlain(value: unknown): value is Plain {
  if (Array.isArray(value)) return value.every((item) => typeof item !== 'object');
  return value === undefined || ['string', 'number', 'boolean'].includes(typeof value);
}

/** What a column of the row itself, or one such as `host.entry` of a row that it names, holds. */
export function ownValue(column: string, scope: Scope): Plain | Undecided {
  const [name = column, other] = column.split('.');
  return other === undefined ? columnOf(scope.row, column) : joinedValue(name, other, scope);
}

/** What a name in braces stands for. */
export function resolve({ path, filters: names }: Reference, scope: Scope): Plain | Undecided {
  const value = valueAt(path, scope);
  if (isUndecided(value) || value === undefined || names.length === 0) return value;
  const change = (item: Scalar): string =>
    names.reduce((text, name) => filters[name]?.(text) ?? text, String(item));
  return isList(value) ? value.map(change) : change(value);
}

function isList(value: Scalar | readonly Scalar[]): value is readonly Scalar[] {
  return typeof value === 'object';
}

function valueAt([name = '', ...rest]: readonly string[], scope: Scope): Plain | Undecided {
  if (name === 'parameter') return scope.parameters[rest[0] ?? ''];
  const [column] = rest;
  if (column === undefined) return scope.captures.get(name) ?? columnOf(scope.row, name);
  return joinedValue(name, column, scope);
}

/** A column of the row that a column names. */
function joinedValue(name: string, column: string, scope: Scope): Plain | Undecided {
  const join = joinOf(scope.table, name);
  const key = scope.captures.get(name) ?? columnOf(scope.row, name);
  if (!join || key === undefined || isUndecided(key))
    return key === undefined ? undefined : keyOf(key);
  const found = rowsOf(scope.facts, join.table).find(
    (row) => row[join.key] === key && join.shared.every((each) => row[each] === scope.row[each]),
  );
  if (found) return columnOf(found, column);
  const [gap] = scope.facts.table(join.table).gaps;
  return { undecided: gap?.reason ?? `there is no ${join.table} \`${String(key)}\`` };
}

function keyOf(key: Plain | Undecided): Undecided | undefined {
  return isUndecided(key) ? key : undefined;
}

/** A text with what its names stand for; undecided as soon as one of them is. Unset names leave a gap in it. */
export function textOf(template: Template, scope: Scope): string | Undecided {
  let text = '';
  for (const part of template) {
    const value = typeof part === 'string' ? part : resolve(part, scope);
    if (isUndecided(value)) return value;
    text += value === undefined ? '' : String(value);
  }
  return text;
}
