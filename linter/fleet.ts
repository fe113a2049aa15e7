import type { Diagnostic, FilePath, Location } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { OptionTables } from '#analyzer/machine-work.ts';
import type { Site } from '#analyzer/site.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { attempt, crashReport } from './crash.ts';
import { plainFinding } from './plain-finding.ts';
import { type Profiles, sameOptions } from './profiles.ts';
import type { Finding, FleetContext, FleetRule, OptionValues, Rule } from './rule.ts';
import { configFile, globMatcher, type Settings } from './settings.ts';

/** How much of what a rule looked at it could judge. */
export interface RuleCoverage {
  readonly rule: string;
  readonly decided: number;
  /** Most frequent first. */
  readonly undecided: readonly { readonly reason: string; readonly count: number }[];
}

export interface FleetResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly coverage: readonly RuleCoverage[];
}

interface FleetRun {
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  readonly profiles: Profiles;
}

/** All that the fleet rules have to say. */
export function checkFleet(snapshot: Snapshot, run: FleetRun): FleetResult {
  const steps = checkFleetInSteps(snapshot, run);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** What the fleet rules that are on anywhere need to know of options; `undefined` when there is none. */
export function optionsRead({ rules, profiles }: FleetRun): OptionTables | undefined {
  const active = activeRules(rules, profiles);
  if (active.length === 0) return undefined;
  const read = active.map(({ readsOptions }) => readsOptions);
  if (read.includes('homes')) return 'homes';
  return read.includes('machines') ? 'machines' : 'none';
}

function activeRules(rules: readonly Rule[], profiles: Profiles): readonly FleetRule[] {
  return rules.filter((rule): rule is FleetRule => {
    return rule.scope === 'fleet' && profiles.variants(rule).length > 0;
  });
}

/**
 * Runs the fleet rules that are on anywhere. Where overrides change the
 * options for some files, a rule runs once per set of values, and each run
 * counts for the files that have them. After every machine and every rule the
 * caller may do something else, or leave the rest.
 */
export function* checkFleetInSteps(
  snapshot: Snapshot,
  { rules, settings, profiles }: FleetRun,
): Generator<undefined, FleetResult> {
  const active = activeRules(rules, profiles);
  if (active.length === 0) return { diagnostics: [], coverage: [] };
  const facts = snapshot.facts();
  const isShared = sharedFiles(facts, settings.config.shared);
  const diagnostics: Diagnostic[] = [];
  const coverage: RuleCoverage[] = [];
  for (const prepare of preparations(snapshot, active)) {
    const crash = attempt(prepare);
    if (crash !== undefined) diagnostics.push(crashReport(anyFile(snapshot), 'facts', crash));
    yield;
  }
  for (const rule of active) {
    const result = checkRule(rule, { facts, isShared, profiles });
    diagnostics.push(...result.diagnostics);
    coverage.push(result.coverage);
    yield;
  }
  return { diagnostics, coverage };
}

/** What is done before the rules ask; machines are forgotten as soon as their options are read. */
function* preparations(
  snapshot: Snapshot,
  active: readonly FleetRule[],
): Generator<() => void, void> {
  const evaluation = snapshot.evaluate();
  for (let isDone = false; !isDone; ) {
    yield () => {
      isDone = true;
      isDone = evaluation.next().done ?? false;
    };
  }
  if (active.some(({ readsOptions }) => readsOptions === 'homes')) {
    yield () => {
      snapshot.facts().table('home-option');
    };
  }
}

interface RuleRun {
  readonly facts: Facts;
  readonly isShared: (file: string) => boolean;
  readonly profiles: Profiles;
}

function checkRule(
  rule: FleetRule,
  { facts, isShared, profiles }: RuleRun,
): { diagnostics: Diagnostic[]; coverage: RuleCoverage } {
  const diagnostics: Diagnostic[] = [];
  const undecided = new Map<string, number>();
  let decided = 0;
  for (const [index, options] of profiles.variants(rule).entries()) {
    const context: FleetContext = {
      facts,
      options,
      isShared,
      report: (where, finding) => {
        const diagnostic = placed({ rule, options, profiles }, locate(facts, where), finding);
        if (diagnostic) diagnostics.push(diagnostic);
      },
      decided: () => {
        if (index === 0) decided++;
      },
      undecided: (reason) => {
        if (index === 0) undecided.set(reason, (undecided.get(reason) ?? 0) + 1);
      },
    };
    const crash = attempt(() => rule.check(context));
    if (crash !== undefined) diagnostics.push(crashReport(configFile, rule.meta.name, crash));
  }
  return {
    diagnostics,
    coverage: { rule: rule.meta.name, decided, undecided: counted(undecided) },
  };
}

interface Run {
  readonly rule: FleetRule;
  readonly options: OptionValues;
  readonly profiles: Profiles;
}

/** A finding as the settings of its file have it; `undefined` when this run is not about that file. */
function placed(
  { rule, options, profiles }: Run,
  { file, span }: Location,
  finding: Finding,
): Diagnostic | undefined {
  const setting = profiles.of(file).get(rule);
  if (setting === undefined || setting.level === 'off') return undefined;
  if (!sameOptions(setting.options, options)) return undefined;
  return { rule: rule.meta.name, severity: setting.level, file, span, ...plainFinding(finding) };
}

function locate(facts: Facts, where: Site | Location): Location {
  return 'span' in where ? where : facts.locate(where);
}

/** Globs of the configuration have the last word; otherwise two hosts make a file shared. */
function sharedFiles(facts: Facts, globs: readonly string[]): (file: string) => boolean {
  if (globs.length > 0) return globMatcher(globs);
  let shared: ReadonlySet<string> | undefined;
  return (file) => {
    shared ??= new Set(
      facts
        .table('module')
        .rows.filter((row) => row.hosts.length > 1)
        .map((row) => row.file),
    );
    return shared.has(file);
  };
}

function counted(reasons: ReadonlyMap<string, number>): { reason: string; count: number }[] {
  return [...reasons]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** A crash that belongs to no file is shown where people look first. */
function anyFile({ files }: Snapshot): FilePath {
  return files.find((file) => file === 'flake.nix') ?? files[0] ?? configFile;
}
