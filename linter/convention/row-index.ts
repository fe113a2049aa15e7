import { type AnyRow, rowsOf } from '#analyzer/facts/any-row.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { Conditions } from './condition.ts';
import { type GapRow, gapRows } from './gap-rows.ts';
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
  return fewestOf(rowSources.rows, { scope, table, conditions });
}

/** The gaps of a table that may hide a row that fits, found in the same way. */
export function candidateGaps(
  scope: Scope,
  table: TableName,
  conditions: Conditions,
): readonly GapRow[] {
  return fewestOf(rowSources.gaps, { scope, table, conditions });
}

/** Where rows come from, with what has been looked up in them. */
interface Source<Kind extends AnyRow> {
  readonly rowsOf: (facts: Facts, table: TableName) => readonly Kind[];
  readonly indices: WeakMap<Facts, Map<string, Index<Kind>>>;
}

const rowSources: { readonly rows: Source<AnyRow>; readonly gaps: Source<GapRow> } = {
  rows: { rowsOf, indices: new WeakMap() },
  gaps: { rowsOf: gapRows, indices: new WeakMap() },
};

interface Question {
  readonly scope: Scope;
  readonly table: TableName;
  readonly conditions: Conditions;
}

function fewestOf<Kind extends AnyRow>(
  source: Source<Kind>,
  { scope, table, conditions }: Question,
): readonly Kind[] {
  const all = source.rowsOf(scope.facts, table);
  if (all.length < 2) return all;
  let fewest: Found<Kind> | undefined;
  for (const [column, expected] of Object.entries(conditions)) {
    const text = typeof expected === 'string' ? certainText(expected, scope) : undefined;
    if (text === undefined) continue;
    const found = lookUp(indexOf(source, scope.facts, { table, column }), text);
    if (fewest === undefined || found.count < fewest.count) fewest = found;
  }
  if (fewest === undefined) return all;
  const { same, others } = fewest;
  if (others.length === 0) return same;
  return same.length === 0 ? others : [...same, ...others];
}

interface Found<Kind> extends Pick<Index<Kind>, 'others'> {
  readonly same: readonly Kind[];
  readonly count: number;
}

function lookUp<Kind>({ byText, others }: Index<Kind>, text: string): Found<Kind> {
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

/** Whether one of the texts that are asked for is not known, so that no row certainly fits. */
export function asksForUnknown(conditions: Conditions, scope: Scope): boolean {
  return Object.values(conditions).some(
    (expected) =>
      typeof expected === 'string' && isUndecided(textOf(parseTemplate(expected), scope)),
  );
}

/** Whether a name may stand for several texts, or for a pattern. */
function meansSeveral(reference: Reference, scope: Scope): boolean {
  return reference.path[0] === 'parameter' || Array.isArray(resolve(reference, scope));
}

interface Index<Kind> {
  readonly byText: ReadonlyMap<string, readonly Kind[]>;
  /** Rows whose value is a list, or not known. */
  readonly others: readonly Kind[];
}

function indexOf<Kind extends AnyRow>(
  source: Source<Kind>,
  facts: Facts,
  { table, column }: { readonly table: TableName; readonly column: string },
): Index<Kind> {
  const known = source.indices.get(facts) ?? new Map<string, Index<Kind>>();
  source.indices.set(facts, known);
  const key = `${table} ${column}`;
  const index = known.get(key) ?? makeIndex(source.rowsOf(facts, table), column);
  known.set(key, index);
  return index;
}

function makeIndex<Kind extends AnyRow>(rows: readonly Kind[], column: string): Index<Kind> {
  const byText = new Map<string, Kind[]>();
  const others: Kind[] = [];
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
