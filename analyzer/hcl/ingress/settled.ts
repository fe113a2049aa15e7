import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import type { Gap } from '#analyzer/facts/facts.ts';
import type { IngressRuleRow } from '#analyzer/facts/network.ts';
import { isEverybody, type RankedRule } from './rule.ts';

/** What is certainly let in, and what a rule that denies may keep out. */
export interface Settled {
  readonly rows: readonly IngressRuleRow[];
  readonly gaps: readonly Pick<Gap<'ingress-rule'>, 'known' | 'reason' | 'at'>[];
}

/**
 * Weighs rules that allow against those that deny. A rule is a gap where one
 * that denies everybody may come first; where it denies some, it is not known
 * whether everybody is let in.
 */
export function settled(rules: readonly RankedRule[]): Settled {
  const rows: IngressRuleRow[] = [];
  const gaps: Settled['gaps'][number][] = [];
  const denials = rules.filter(({ effect }) => effect === 'deny');
  for (const rule of rules) {
    if (rule.effect === 'deny') continue;
    const before = denials.filter((denial) => mayPrecede(denial, rule));
    const { row } = rule;
    if (before.some(({ row: { sources } }) => mayBeEverybody(sources)))
      gaps.push({ known: knownOf(row), reason: 'a rule that denies may come first', at: row.at });
    else if (before.length === 0) rows.push(row);
    else rows.push({ ...row, open: { undecided: 'a rule that denies some may come first' } });
  }
  return { rows, gaps };
}

function mayPrecede(denial: RankedRule, rule: RankedRule): boolean {
  const isLater = isNumber(denial.rank) && isNumber(rule.rank) && rule.rank < denial.rank;
  return !isLater && mayBeSame(denial.scope, rule.scope) && overlap(denial.row, rule.row);
}

function overlap(a: IngressRuleRow, b: IngressRuleRow): boolean {
  const isSame = mayBeSame(a.protocol, b.protocol) || a.protocol === 'any' || b.protocol === 'any';
  return isSame && !isBelow(a['to-port'], b['from-port']) && !isBelow(b['to-port'], a['from-port']);
}

function isBelow(a: Cell<number>, b: Cell<number>): boolean {
  return isNumber(a) && isNumber(b) && a < b;
}

function isNumber(cell: Cell<number>): cell is number {
  return typeof cell === 'number';
}

function mayBeSame(a: Cell<string>, b: Cell<string>): boolean {
  return isUndecided(a) || isUndecided(b) || a === b;
}

/** Nobody named stands for everybody. */
function mayBeEverybody(sources: Cell<readonly string[]>): boolean {
  return sources === undefined || isUndecided(sources) || sources.some(isEverybody);
}

/** What of a rule is certain. */
function knownOf({ label, group, protocol, ...row }: IngressRuleRow): Gap<'ingress-rule'>['known'] {
  return {
    label,
    ...(isUndecided(group) ? {} : { group }),
    ...(isUndecided(protocol) ? {} : { protocol }),
    ...(isNumber(row['from-port']) && { 'from-port': row['from-port'] }),
    ...(isNumber(row['to-port']) && { 'to-port': row['to-port'] }),
  };
}
