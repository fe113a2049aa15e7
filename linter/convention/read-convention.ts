import type { Example, RuleOptions } from '#linter/rule.ts';
import type { Conditions } from './condition.ts';
import type { Clause, Convention, Demand, Need } from './convention.ts';
import {
  type RawClause,
  type RawConvention,
  type RawExample,
  type RawNeed,
  tableNames,
} from './convention-schema.ts';
import { isFixable } from './fixes.ts';

/** A convention that fits the schema and was checked, with what it leaves unsaid. */
export function readConvention(raw: RawConvention): Convention {
  const demand = demandOf(raw);
  const write = raw.write ?? {};
  return {
    id: raw.id,
    summary: raw.summary ?? summaryOf(raw),
    severity: raw.severity ?? 'warning',
    each: raw.each,
    where: clausesOf(raw.where),
    unless: clausesOf(raw.unless),
    demand,
    write,
    fix: raw.fix ?? (isFixable(raw.each, demand, write) ? 'unsafe' : 'none'),
    message: raw.message,
    at: raw.at,
    parameters: parametersOf(raw),
    why: raw.why ?? '',
    bad: (raw.bad ?? []).map(exampleOf),
    good: (raw.good ?? []).map(exampleOf),
  };
}

function summaryOf({ message, each }: RawConvention): string {
  return message ?? `A convention about ${each}.`;
}

function exampleOf(raw: RawExample): Example {
  if (typeof raw === 'string') return raw;
  const { code, fixed, parameters } = raw;
  return { code, ...(fixed && { fixed }), ...(parameters && { options: parameters }) };
}

function parametersOf({ parameters = {} }: RawConvention): RuleOptions {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { summary, default: value }]) => [
      name,
      { summary: summary ?? '', default: value },
    ]),
  );
}

function demandOf(raw: RawConvention): Demand {
  const per = raw.per ?? [];
  if (raw['must-set']) return { verb: 'must-set', columns: raw['must-set'] };
  if (raw.needs) return { verb: 'needs', needs: [raw.needs].flat().map(needOf) };
  if (raw.unique) return { verb: 'unique', columns: raw.unique, per };
  if (raw.ordered) return { verb: 'ordered', columns: raw.ordered, per };
  if (raw.matches) return { verb: 'matches', conditions: raw.matches };
  if (raw.equals) {
    const { table, columns, ...conditions } = raw.equals;
    return {
      verb: 'equals',
      columns: raw.columns ?? [],
      other: { table, conditions: conditions as Conditions, write: {} },
      otherColumns: columns,
    };
  }
  return {
    verb: 'forbids',
    other: typeof raw.forbids === 'object' ? needOf(raw.forbids) : undefined,
  };
}

function clausesOf(raw: RawClause | readonly RawClause[] | undefined): readonly Clause[] {
  return raw === undefined ? [] : [raw].flat().map(clauseOf);
}

/** A table with the name of a table is about that table; no table has a column of this name. */
function clauseOf(raw: RawClause): Clause {
  return isNeed(raw)
    ? { kind: 'row', need: needOf(raw) }
    : { kind: 'columns', conditions: raw as Conditions };
}

function isNeed(raw: RawClause): raw is RawNeed {
  const name = raw.table;
  return tableNames.some((table) => table === name);
}

function needOf({ table, write = {}, ...conditions }: RawNeed): Need {
  return { table, conditions: conditions as Conditions, write };
}
