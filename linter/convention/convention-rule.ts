import type { TableName } from '#analyzer/facts/tables.ts';
import { type FleetContext, type FleetRule, fleetRule, type RuleMeta } from '#linter/rule.ts';
import type { Verdict } from './condition.ts';
import type { Convention } from './convention.ts';
import type { RawBuiltIn } from './convention-schema.ts';
import { type Outcome, outcomesOf, type RowDemand } from './demands.ts';
import { type Check, checkEquals, checkOrdered, checkUnique } from './demands-of-all.ts';
import { readConvention } from './read-convention.ts';
import { Reports } from './report.ts';
import type { Scope } from './scope.ts';
import { type Choice, exceptionOf, type Selected, select } from './select.ts';

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
  const readsOptions = optionsReadBy(tablesOf(convention));
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
    ...(readsOptions && { readsOptions }),
    check: (context) => checkConvention(context, convention),
  });
}

function optionsReadBy(tables: readonly TableName[]): FleetRule['readsOptions'] {
  if (tables.includes('home-option')) return 'homes';
  return tables.includes('option') ? 'machines' : undefined;
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
  const check = { context, convention, reports: new Reports(context) };
  const { demand } = convention;
  switch (demand.verb) {
    case 'unique':
      checkUnique(check, demand, selected(check, convention).scopes);
      break;
    case 'ordered':
      checkOrdered(check, demand, selected(check, convention).scopes);
      break;
    case 'equals':
      checkEquals(check, demand, selected(check, convention));
      break;
    case 'must-set':
    case 'needs':
    case 'forbids':
    case 'matches':
      checkRows(check, demand);
  }
  check.reports.close();
}

/** The rows that are meant. Those of which that is not known are noted. */
function selected({ context }: Check, choice: Choice): Selected {
  const found = select(context.facts, choice, context.options);
  for (const reason of found.undecided) context.undecided(reason);
  return found;
}

/**
 * Makes a demand of each row. What leaves rows out is asked of other tables
 * only where the demand is not met, because most rows meet it and some tables
 * take long to make.
 */
function checkRows(check: Check, demand: RowDemand): void {
  const { convention } = check;
  const own = convention.unless.filter(({ kind }) => kind === 'columns');
  const others = convention.unless.filter(({ kind }) => kind === 'row');
  for (const scope of selected(check, { ...convention, unless: own }).scopes) {
    const outcomes = outcomesOf(convention, demand, scope);
    const isMet = outcomes.every(({ kind }) => kind === 'holds');
    const exception = isMet ? unexcepted : exceptionOf(others, scope);
    if (exception.kind === 'no') for (const outcome of outcomes) tell(check, scope, outcome);
    if (exception.kind === 'undecided') check.context.undecided(exception.reason);
  }
}

const unexcepted: Verdict = { kind: 'no' };

function tell({ context, reports }: Check, scope: Scope, outcome: Outcome): void {
  if (outcome.kind === 'undecided') context.undecided(outcome.reason);
  else context.decided();
  if (outcome.kind === 'broken') reports.add(outcome.convention, scope, outcome.report());
}
