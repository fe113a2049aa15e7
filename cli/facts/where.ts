import { isUndecided } from '#analyzer/facts/cell.ts';
import { didYouMean } from '#linter/closest.ts';
import type { WrongUse } from '../terminal.ts';
import type { FactGap, FactRow, FactTable } from './tables.ts';

/** What a column of a row must be like. */
interface Condition {
  readonly column: string;
  readonly matches: (text: string) => boolean;
  /** Whether no value may match, instead of one. */
  readonly negated: boolean;
}

/** The rows that match, and how many might. */
export interface Filtered {
  readonly table: FactTable;
  /** Rows left out although they may match: what decides is not known. */
  readonly undecided: number;
}

/** Keeps the rows that match every condition `column=value`, `column!=value` or `column~expression`. */
export function filtered(table: FactTable, conditions: readonly string[]): Filtered | WrongUse {
  const read: Condition[] = [];
  for (const text of conditions) {
    const condition = readCondition(text, table);
    if ('wrongUse' in condition) return condition;
    read.push(condition);
  }
  const judged = table.rows.map((row) => ({ row, verdict: verdictOf(row, read) }));
  const rows = judged.flatMap(({ row, verdict }) => (verdict === true ? [row] : []));
  const undecided = judged.filter(({ verdict }) => verdict === undefined).length;
  const gaps = table.gaps.filter((gap) => mayMatch(gap, read));
  return { table: { ...table, rows, gaps }, undecided };
}

function readCondition(text: string, table: FactTable): Condition | WrongUse {
  const match = /^([^=!~]+)(!=|=|~)([\s\S]*)$/.exec(text);
  const [, column = '', operator, value = ''] = match ?? [];
  if (!match) {
    return {
      wrongUse: `\`${text}\` is no condition; write \`column=value\`, \`column!=value\` or \`column~expression\``,
    };
  }
  const columns = table.columns.map(([name]) => name);
  if (!columns.includes(column)) {
    const near = didYouMean(column, columns);
    const all = near === '' ? `; it has ${columns.join(', ')}` : near;
    return { wrongUse: `the table \`${table.name}\` has no column \`${column}\`${all}` };
  }
  if (operator !== '~') {
    return { column, matches: (own) => own === value, negated: operator === '!=' };
  }
  const expression = expressionOf(value);
  if (!expression) return { wrongUse: `\`${value}\` is no regular expression` };
  return { column, matches: (own) => expression.test(own), negated: false };
}

function expressionOf(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}

/** `undefined` when it depends on a cell that is not known. */
function verdictOf(row: FactRow, conditions: readonly Condition[]): boolean | undefined {
  const verdicts = conditions.map((condition) => holds(condition, row[condition.column]));
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function holds({ matches, negated }: Condition, cell: unknown): boolean | undefined {
  if (isUndecided(cell)) return undefined;
  const some = textsOf(cell).some(matches);
  return negated ? !some : some;
}

/** An unset cell is the empty text; a list matches when one of its values does. */
function textsOf(cell: unknown): readonly string[] {
  if (cell === undefined) return [''];
  return Array.isArray(cell) ? cell.map(String) : [String(cell)];
}

function mayMatch({ known }: FactGap, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => {
    const cell = known[condition.column];
    return cell === undefined || holds(condition, cell) !== false;
  });
}
