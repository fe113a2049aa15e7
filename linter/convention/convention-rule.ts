import type { TableName } from '#analyzer/facts/tables.ts';
import { type FleetContext, type FleetRule, fleetRule, type RuleMeta } from '#linter/rule.ts';
import type { Convention } from './convention.ts';
import type { RawBuiltIn } from './convention-schema.ts';
import { type Check, checkForbids, checkMatches, checkMustSet, checkNeeds } from './demands.ts';
import { checkEquals, checkOrdered, checkUnique } from './demands-of-all.ts';
import { readConvention } from './read-convention.ts';
import { Reports } from './report.ts';
import type { Scope } from './scope.ts';
import { type Selected, select } from './select.ts';

/** A convention of a repository, which a file of it has, as a rule like those written in TypeScript. */
export function conventionRule(convention: Convention, file: string): FleetRule {
  return ruleOf(convention, { since: file, presets: [], origin: 'configuration' });
}

/** A convention that comes with flakewise. */
export function builtInRule({ since, presets, ...raw }: RawBuiltIn): FleetRule {
  return ruleOf(readConvention(raw), { since, presets, origin: 'convention' });
}

function ruleOf(
  convention: Convention,
  { since, presets, origin }: Pick<RuleMeta, 'since' | 'presets' | 'origin'>,
): FleetRule {
  const { id, summary, severity, fix, parameters, why, bad, good } = convention;
  return fleetRule({
    meta: {
      name: id,
      summary,
      severity,
      fix,
      since,
      presets,
      options: parameters,
      ...(origin && { origin }),
    },
    docs: { why, bad, good },
    readsHomes: tablesOf(convention).includes('home-option'),
    check: (context) => checkConvention(context, convention),
  });
}

/** The tables that a convention looks into. */
function tablesOf({ each, where, unless, demand }: Convention): readonly TableName[] {
  const clauses = [...where, ...unless].flatMap((clause) => {
    return clause.kind === 'row' ? [clause.need.table] : [];
  });
  const needs = demand.verb === 'needs' ? demand.needs.map(({ table }) => table) : [];
  const other = 'other' in demand && demand.other ? [demand.other.table] : [];
  return [each, ...clauses, ...needs, ...other];
}

function checkConvention(context: FleetContext, convention: Convention): void {
  const selected = select(context.facts, convention, context.options);
  for (const reason of selected.undecided) context.undecided(reason);
  const check = { context, convention, reports: new Reports(context) };
  checkRows(check, selected);
  check.reports.close();
}

function checkRows(check: Check, selected: Selected): void {
  const { scopes } = selected;
  const { demand } = check.convention;
  switch (demand.verb) {
    case 'unique':
      checkUnique(check, demand, scopes);
      return;
    case 'ordered':
      checkOrdered(check, demand, scopes);
      return;
    case 'equals':
      checkEquals(check, demand, selected);
      return;
    case 'must-set':
    case 'needs':
    case 'forbids':
    case 'matches':
      for (const scope of scopes) checkRow(check, scope);
  }
}

function checkRow(check: Check, scope: Scope): void {
  const { demand } = check.convention;
  if (demand.verb === 'must-set') checkMustSet(check, demand, scope);
  if (demand.verb === 'needs') checkNeeds(check, demand, scope);
  if (demand.verb === 'forbids') checkForbids(check, demand, scope);
  if (demand.verb === 'matches') checkMatches(check, demand, scope);
}
