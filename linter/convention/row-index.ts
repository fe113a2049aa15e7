import { type AnyRow, rowsOf } from '#analyzer/facts/any-row.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { Conditions } from './condition.ts';
import { columnOf, resolve, type Scope, textOf } from './scope.ts';
import { parseTemplate, type Reference, referencesIn } from './template.ts';

/**
 * The rows of a table that may fit: where conditions ask for certain texts,
 * those that have the one that the fewest rows have, and those of which that
 * is not known.
 */
export function candidates(
  scope: Scope,
  table: TableName,
  conditions: Conditions,
): readonly AnyRow[] {
  let fewest: Found | undefined;
  for (const [column, expected] of Object.entries(conditions)) {
    const text = typeof expected === 'string' ? certainText(expected, scope) : undefined;
    if (text === undefined) continue;
    const found = lookUp(indexOf(scope.facts, table, column), text);
    if (fewest === undefined || found.count < fewest.count) fewest = found;
  }
  return fewest ? [...fewest.same, ...fewest.others] : rowsOf(scope.facts, table);
}

interface Found extends Pick<Index, 'others'> {
  readonly same: readonly AnyRow[];
  readonly count: number;
}

function lookUp({ byText, others }: Index, text: string): Found {
  const same = byText.get(text) ?? [];
  return { same, others, count: same.length + others.length };
}

/** The one text that a condition asks for; `undefined` for patterns and for what stands for several. */
function certainText(expected: string, scope: Scope): string | undefined {
  if (expected.includes('*')) return undefined;
  const template = parseTemplate(expected);
  if (referencesIn(template).some((reference) => meansSeveral(reference, scope))) return undefined;
  const text = textOf(template, scope);
  return isUndecided(text) ? undefined : text;
}

/** Whether a name may stand for several texts, or for a pattern. */
function meansSeveral(reference: Reference, scope: Scope): boolean {
  return reference.path[0] === 'parameter' || Array.isArray(resolve(reference, scope));
}

interface Index {
  readonly byText: ReadonlyMap<string, readonly AnyRow[]>;
  /** Rows whose value is a list, or not known. */
  readonly others: readonly AnyRow[];
}

const indices = new WeakMap<Facts, Map<string, Index>>();

function indexOf(facts: Facts, table: TableName, column: string): Index {
  const known = indices.get(facts) ?? new Map<string, Index>();
  indices.set(facts, known);
  const key = `${table} ${column}`;
  const index = known.get(key) ?? makeIndex(rowsOf(facts, table), column);
  known.set(key, index);
  return index;
}

function makeIndex(rows: readonly AnyRow[], column: string): Index {
  const byText = new Map<string, AnyRow[]>();
  const others: AnyRow[] = [];
  for (const row of rows) {
    const value = columnOf(row, column);
    if (typeof value === 'object') others.push(row);
    else if (value !== undefined) {
      const own = byText.get(String(value)) ?? [];
      byText.set(String(value), own);
      own.push(row);
    }
  }
  return { byText, others };
}
