import { nearest } from '#analyzer/closest.ts';
import { type AnyRow, rowsOf } from '#analyzer/facts/any-row.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import { type Expected, fits } from './condition.ts';
import type { Need } from './convention.ts';
import { columnOf, type Scope, textOf } from './scope.ts';
import { parseTemplate } from './template.ts';

/** The row that was probably meant, by what one of its columns holds. */
interface NearRow {
  readonly row: AnyRow;
  readonly name: string;
}

/**
 * The row of another table that fits but for one name, which is like the one
 * that is asked for; `undefined` when there is none, or more than one name.
 */
export function nearestRow(need: Need, scope: Scope): NearRow | undefined {
  for (const [column, expected] of Object.entries(need.conditions)) {
    const asked = column === 'host' ? undefined : nameAsked(expected, scope);
    const rows = asked && rowsByName(need, column, scope);
    if (!asked || !rows) continue;
    const { names } = nearest(asked.text, rows.keys(), asked.mostWrong);
    const [name, ...more] = names;
    const row = name === undefined || more.length > 0 ? undefined : rows.get(name);
    if (row && name !== undefined) return { row, name };
  }
  return undefined;
}

/** The rows that fit but for this column, by what it holds. */
function rowsByName(
  { table, conditions }: Need,
  column: string,
  scope: Scope,
): ReadonlyMap<string, AnyRow> {
  const others = Object.fromEntries(Object.entries(conditions).filter(([key]) => key !== column));
  const byName = new Map<string, AnyRow>();
  for (const row of rowsOf(scope.facts, table)) {
    const name = columnOf(row, column);
    if (typeof name !== 'string' || byName.has(name)) continue;
    if (fits(row, others, scope).kind === 'yes') byName.set(name, row);
  }
  return byName;
}

/** The text that a condition asks for, and how many letters of what the row says may be wrong. */
function nameAsked(
  expected: Expected,
  scope: Scope,
): { readonly text: string; readonly mostWrong: number } | undefined {
  if (typeof expected !== 'string' || expected.includes('*')) return undefined;
  const template = parseTemplate(expected);
  const text = textOf(template, scope);
  if (isUndecided(text)) return undefined;
  const written = template.filter((part) => typeof part === 'string').join('');
  const mostWrong = Math.floor((text.length - written.length) / 3);
  return mostWrong > 0 ? { text, mostWrong } : undefined;
}
