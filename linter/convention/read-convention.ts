import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { RuleOptions } from '#linter/rule.ts';
import type { Conditions } from './condition.ts';
import type { Convention, Demand, Need } from './convention.ts';
import type { RawConvention, RawNeed } from './convention-schema.ts';

/** A convention that fits the schema and was checked, with what it leaves unsaid. */
export function readConvention(raw: RawConvention): Convention {
  const demand = demandOf(raw);
  return {
    id: raw.id,
    summary: raw.summary ?? summaryOf(raw),
    severity: raw.severity ?? 'warning',
    each: tableNamed(raw.each),
    where: raw.where ?? {},
    unless: raw.unless === undefined ? [] : [raw.unless].flat(),
    demand,
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

function exampleOf(raw: string | { code: string; parameters?: object | undefined }) {
  if (typeof raw === 'string') return raw;
  const { code, parameters } = raw;
  return parameters === undefined ? code : { code, options: parameters as never };
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
      other: { table: tableNamed(table), conditions: conditions as Conditions },
      otherColumns: columns,
    };
  }
  return {
    verb: 'forbids',
    other: typeof raw.forbids === 'object' ? needOf(raw.forbids) : undefined,
  };
}

function needOf({ table, ...conditions }: RawNeed): Need {
  return { table: tableNamed(table), conditions: conditions as Conditions };
}

function tableNamed(name: string): TableName {
  return Object.keys(tables).find((each): each is TableName => each === name) ?? 'host';
}
