import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { type Change, createWorkspace, type Workspace } from '#analyzer/workspace.ts';
import type { RuleCoverage } from '#linter/fleet.ts';
import { type LintResult, lint } from '#linter/lint.ts';
import { type Difference, KnownFacts } from './differences.ts';
import type { HealthyFleet } from './healthy-fleet.ts';
import type { Mutant } from './mutant.ts';
import { Vocabulary } from './vocabulary.ts';

/** What came of one mutant. */
export interface Trial {
  readonly mutant: Mutant;
  readonly snapshot: Snapshot;
  readonly findings: readonly Diagnostic[];
  /** What is different in the tables that rules look at. */
  readonly differences: readonly Difference[];
  /** The words of the healthy fleet. */
  readonly vocabulary: Vocabulary;
  /** Why rules could not judge what they could before. */
  readonly doubts: ReadonlyMap<string, readonly string[]>;
}

/** Tries mutants one after the other in one workspace, so that most of the fleet is known already. */
export class Laboratory {
  readonly #fleet: HealthyFleet;
  readonly #workspace: Workspace;
  readonly #known: KnownFacts;
  readonly #vocabulary: Vocabulary;
  readonly #coverage: ReadonlyMap<string, RuleCoverage>;
  #changed: FilePath | undefined;

  constructor(fleet: HealthyFleet) {
    this.#fleet = fleet;
    this.#workspace = createWorkspace();
    this.#workspace.apply([{ kind: 'open', files: fleet.files, paths: fleet.snapshot.files }]);
    const healthy = this.#workspace.snapshot();
    const looked = new Set(
      [...fleet.attention.values()].flatMap(({ tables }): TableName[] => [...tables]),
    );
    this.#known = new KnownFacts(healthy.facts(), looked);
    this.#vocabulary = new Vocabulary(healthy.facts());
    this.#coverage = byRule(this.#lint(healthy));
  }

  try(mutant: Mutant): Trial {
    this.#workspace.apply([...this.#back(mutant.file), changeOf(mutant)]);
    this.#changed = mutant.file;
    const snapshot = this.#workspace.snapshot();
    const { diagnostics, coverage } = this.#lint(snapshot);
    const ofFile = this.#lintFile(snapshot, mutant.file);
    return {
      mutant,
      snapshot,
      findings: [...diagnostics, ...ofFile.diagnostics],
      differences: this.#known.differences(snapshot.facts()),
      vocabulary: this.#vocabulary,
      doubts: this.#doubts(coverage),
    };
  }

  #lint(snapshot: Snapshot): LintResult {
    const rules = this.#fleet.rules.filter(({ scope }) => scope === 'fleet');
    return lint(snapshot, rules, this.#fleet.settings);
  }

  /** Rules about single files have nothing new to say of the others. */
  #lintFile(snapshot: Snapshot, changed: FilePath): LintResult {
    const rules = this.#fleet.rules.filter(({ scope }) => scope === 'file');
    const reports = (file: FilePath): boolean => file === changed;
    return lint(snapshot, rules, { ...this.#fleet.settings, reports });
  }

  #back(next: FilePath): readonly Change[] {
    const file = this.#changed;
    if (file === undefined || file === next) return [];
    const text = this.#fleet.snapshot.text(file) ?? '';
    return [{ kind: 'set', file, content: { kind: 'text', text } }];
  }

  #doubts(coverage: readonly RuleCoverage[]): ReadonlyMap<string, readonly string[]> {
    const more = coverage.flatMap(({ rule, undecided }): [string, readonly string[]][] => {
      const before = this.#coverage.get(rule)?.undecided ?? [];
      const reasons = undecided.filter(({ reason, count }) => {
        return count > (before.find((one) => one.reason === reason)?.count ?? 0);
      });
      return reasons.length > 0 ? [[rule, reasons.map(({ reason }) => reason)]] : [];
    });
    return new Map(more);
  }
}

function changeOf({ file, text }: Mutant): Change {
  return text === undefined
    ? { kind: 'remove', file }
    : { kind: 'set', file, content: { kind: 'text', text } };
}

function byRule({ coverage }: LintResult): ReadonlyMap<string, RuleCoverage> {
  return new Map(coverage.map((one) => [one.rule, one]));
}
