import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { RawBuiltIn } from '#linter/convention/convention-schema.ts';
import { readConvention } from '#linter/convention/read-convention.ts';
import type { Rule } from '#linter/rule.ts';
import type { Source } from './mutant.ts';
import { recordedAttention } from './recorded.ts';
import { statedAttention } from './stated.ts';

/** What a rule pays attention to. */
export interface Attention {
  readonly tables: ReadonlySet<TableName>;
  /** Whether it matters to the rule what is in a column, or that there is such a row. */
  speaksOf(source: Source): boolean;
}

/** What each rule about the fleet pays attention to: conventions say so themselves, others are watched. */
export function attentionOf(
  rules: readonly Rule[],
  conventions: readonly RawBuiltIn[],
  facts: Facts,
): ReadonlyMap<string, Attention> {
  const stated = new Map(conventions.map((raw) => [raw.id, readConvention(raw)]));
  return new Map(
    rules.flatMap((rule): [string, Attention][] => {
      if (rule.scope !== 'fleet') return [];
      const { name } = rule.meta;
      const convention = stated.get(name);
      return [[name, convention ? statedAttention(convention) : recordedAttention(rule, facts)]];
    }),
  );
}
