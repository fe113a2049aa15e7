import type { Fix } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import { addRow, canAdd } from '#analyzer/writing/add-row.ts';
import { canRemove, removeRow } from '#analyzer/writing/remove-row.ts';
import { canSet, setColumns } from '#analyzer/writing/set-columns.ts';
import type { Value, Values, Writing } from '#analyzer/writing/writing.ts';
import type { Conditions, Expected } from './condition.ts';
import type { Convention, Demand, Need, Written } from './convention.ts';
import { columnOf, resolve, type Scalar, type Scope, textOf } from './scope.ts';
import { findRow, selectBeside } from './select.ts';
import { parseTemplate } from './template.ts';

/** Whether what a convention demands can be written, where it says enough. */
export function isFixable(each: TableName, demand: Demand, write: Written): boolean {
  switch (demand.verb) {
    case 'must-set':
      return demand.columns.every((column) => column in write && canSet(each, column));
    case 'matches':
      return Object.entries(demand.conditions).some(
        ([column, expected]) => canSet(each, column) && isSaid(write[column] ?? expected),
      );
    case 'needs':
      return demand.needs.every(isWritable);
    case 'equals':
      return canAdd(demand.other.table, [
        ...Object.keys(demand.other.conditions),
        ...demand.otherColumns,
      ]);
    case 'forbids':
      return demand.other === undefined && canRemove(each);
    case 'ordered':
      return true;
    case 'unique':
      return false;
  }
}

function isWritable({ table, conditions, write }: Need): boolean {
  const isWhole = Object.entries(conditions).every(
    ([column, expected]) => column in write || isSaid(expected) || isLoose(expected),
  );
  return isWhole && canAdd(table, Object.keys({ ...conditions, ...write }));
}

/** One value, and no form that several have. */
function isSaid(expected: Expected): boolean {
  return isScalar(expected) && !String(expected).includes('*');
}

/** Sets columns that are missing to what the convention writes there. */
export function setMissing(
  convention: Convention,
  scope: Scope,
  missing: readonly string[],
): readonly Fix[] {
  const write = Object.fromEntries(
    missing.flatMap((column) => {
      const value = convention.write[column];
      return value === undefined ? [] : [[column, value]];
    }),
  );
  return Object.keys(write).length < missing.length ? [] : setTo(convention, scope, write);
}

/** Gives a column the one form that it may have. */
export function giveForm(convention: Convention, scope: Scope, column: string): readonly Fix[] {
  const { demand, write } = convention;
  const expected = demand.verb === 'matches' ? demand.conditions[column] : undefined;
  const value = write[column] ?? expected;
  return isScalar(value) ? setTo(convention, scope, { [column]: value }) : [];
}

/** Adds the rows that are missing, for everything meant at the place and all of them or none. */
export function addMissing(convention: Convention, scope: Scope): readonly Fix[] {
  const needs = convention.demand.verb === 'needs' ? convention.demand.needs : [];
  const parts = selectBeside(convention, scope).scopes.flatMap((own) => {
    return needs.flatMap((need) => {
      const found = findRow(need, own);
      if (found.kind === 'found') return [];
      return [found.kind === 'missing' ? addNeeded(need, own) : undefined];
    });
  });
  return asFix(convention, parts);
}

function addNeeded(need: Need, scope: Scope): Writing | undefined {
  const { table, conditions, write } = need;
  const columns = valuesOf({ ...scalarsIn(conditions), ...write }, scope);
  if (!columns || !isWritable(need)) return undefined;
  return addRow(scope.facts, { table, columns, near: scope.row.at });
}

/** Adds to a table what another one has. */
export function addCounterpart(
  convention: Convention,
  scope: Scope,
  columns: Values,
): readonly Fix[] {
  if (convention.demand.verb !== 'equals') return [];
  const { table, conditions } = convention.demand.other;
  const limits = valuesOf(scalarsIn(conditions), scope);
  const near = scope.row.at;
  const wanted = { ...limits, ...columns };
  return limits ? asFix(convention, [addRow(scope.facts, { table, columns: wanted, near })]) : [];
}

/** Takes a row out that must not be there, for no machine that has its place. */
export function removeForbidden(convention: Convention, scope: Scope): readonly Fix[] {
  const { areAll } = selectBeside(convention, scope);
  return areAll ? asFix(convention, [removeRow(scope.facts, scope)]) : [];
}

/** One fix for all rows of a place, where the convention writes the same for each of them. */
function setTo(convention: Convention, scope: Scope, write: Written): readonly Fix[] {
  const values = valuesOf(write, scope);
  const { scopes, areAll } = selectBeside(convention, scope);
  const change = (each: Scope): string => {
    const held = Object.keys(write).map((column) => columnOf(each.row, column));
    return JSON.stringify([held, valuesOf(write, each)]);
  };
  const isAlike = areAll && scopes.every((each) => change(each) === change(scope));
  return values && isAlike ? asFix(convention, [setColumns(scope.facts, scope, values)]) : [];
}

/** One fix of all parts, or none. What several rows ask for alike is written once. */
function asFix({ fix }: Convention, parts: readonly (Writing | undefined)[]): readonly Fix[] {
  const known = parts.flatMap((part) => part ?? []);
  if (fix === 'none' || known.length === 0 || known.length < parts.length) return [];
  const writings = [...new Map(known.map((part) => [JSON.stringify(part), part])).values()];
  const titles = [...new Set(writings.map(({ title }) => title))];
  return [{ title: titles.join(', '), safety: fix, edits: writings.flatMap(({ edits }) => edits) }];
}

/** What columns are to hold; `undefined` where one of them is not one certain value. */
function valuesOf(write: Written, scope: Scope): Values | undefined {
  const values: { [column: string]: Value } = {};
  for (const [column, written] of Object.entries(write)) {
    const value = oneValue(written, scope);
    if (value === undefined) return undefined;
    values[column] = value;
  }
  return values;
}

/** A name that stands alone keeps the type of what it stands for. */
function oneValue(written: Scalar, scope: Scope): Value | undefined {
  if (typeof written !== 'string') return written;
  const template = parseTemplate(written);
  const [only, ...others] = template;
  if (only !== undefined && typeof only !== 'string' && others.length === 0) {
    const value = resolve(only, scope);
    return isUndecided(value) || !isScalar(value) || isPattern(only.path, value)
      ? undefined
      : value;
  }
  const isOpen = template.some((part) => {
    const value = typeof part === 'string' ? part : resolve(part, scope);
    return !isScalar(value) || (typeof part === 'string' && part.includes('*'));
  });
  const text = isOpen ? undefined : textOf(template, scope);
  return typeof text === 'string' ? text : undefined;
}

function isPattern([name]: readonly string[], value: Scalar): boolean {
  return name === 'parameter' && String(value).includes('*');
}

function scalarsIn(conditions: Conditions): Written {
  return Object.fromEntries(
    Object.entries(conditions).flatMap(([column, expected]) =>
      isScalar(expected) ? [[column, expected]] : [],
    ),
  );
}

/** Conditions that a new row fits without saying anything, such as that a column is not set. */
function isLoose(expected: Expected): boolean {
  return typeof expected === 'object' && 'set' in expected && expected.set === false;
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
