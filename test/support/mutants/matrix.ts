import type { Diagnostic } from '#analyzer/diagnostic.ts';
import { classesOf, type SilenceClass } from './classes.ts';
import { mutantsOf } from './generate.ts';
import type { HealthyFleet } from './healthy-fleet.ts';
import { changesNothing, isAbout, judge, sameAsBefore, type Verdict } from './judge.ts';
import type { Mutant } from './mutant.ts';
import { parses } from './parses.ts';
import { Laboratory, type Trial } from './trial.ts';

/** A mutant, and what came of it. */
export interface Judged {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  readonly parses: boolean;
  /** Where nobody speaks: the reviewed reasons for it; one, unless something is amiss. */
  readonly classes: readonly SilenceClass[];
  /** What was done, what came of it, and who says so where, without numbers of lines. */
  readonly line: string;
}

/** Which of the mutants anybody could have something to say about. */
export function mutantsToTry(fleet: HealthyFleet): readonly Mutant[] {
  const all = mutantsOf(fleet.snapshot).all();
  const rules = [...fleet.attention.values()];
  return all.filter(
    (mutant) =>
      mutant.kind === 'swap' ||
      mutant.kind === 'remove' ||
      rules.some((rule) => isAbout(rule, mutant)),
  );
}

/** Tries them one by one. */
export function* judged(fleet: HealthyFleet, mutants: readonly Mutant[]): Generator<Judged> {
  const laboratory = new Laboratory(fleet);
  for (const mutant of mutants) {
    const trial = laboratory.try(mutant);
    const verdict = judge(trial, fleet.attention);
    const classes =
      'by' in verdict || changesNothing(verdict) ? [] : classesOf(mutant, fleet.classes);
    yield {
      mutant,
      verdict,
      parses: parses(trial),
      classes,
      line: lineOf(trial, verdict, classes),
    };
  }
}

/** Whether nobody speaks of a mutant, and nobody has said why that is right. */
export function isUnexplained({ verdict, classes }: Judged): boolean {
  return !('by' in verdict) && !changesNothing(verdict) && classes.length !== 1;
}

function lineOf(trial: Trial, verdict: Verdict, classes: readonly SilenceClass[]): string {
  const { file, id } = trial.mutant;
  const how =
    'by' in verdict
      ? [...new Set(verdict.by.map((finding) => findingText(finding, trial)))].join(', ')
      : reasonOf(verdict.reason, classes);
  return `${verdict.kind} ${file} ${id}: ${how}`;
}

function reasonOf(reason: string, classes: readonly SilenceClass[]): string {
  if (reason === sameAsBefore) return reason;
  const [first, ...others] = classes;
  if (!first) return `unexplained, ${reason}`;
  return others.length > 0 ? 'explained by more than one class' : `${first.is}: ${first.why}`;
}

function findingText({ rule, file, span }: Diagnostic, { snapshot }: Trial): string {
  const text = snapshot.text(file)?.slice(span.start, span.end) ?? '';
  const [line = ''] = text.split('\n');
  return `${rule} at ${file} «${line.length > 24 ? `${line.slice(0, 24)}…` : line}»`;
}

/** How many mutants of each kind and table came to what, and why some are not found. */
export function matrixOf(all: readonly Judged[]): string {
  const kinds = ['killed', 'survived', 'undecided', 'stray'] as const;
  const rows = grouped(all, ({ mutant }) => `${mutant.kind} ${mutant.sources[0]?.table ?? ''}`);
  const width = Math.max(...[...rows.keys()].map(({ length }) => length));
  const counts = (some: readonly Judged[]): string =>
    kinds
      .map((kind) => some.filter(({ verdict }) => verdict.kind === kind).length)
      .map((count) => String(count || '·').padStart(9))
      .join('');
  const head = `${''.padEnd(width)}${kinds.map((kind) => kind.padStart(9)).join('')}`;
  const body = [...rows].sort().map(([name, some]) => `${name.padEnd(width)}${counts(some)}`);
  return [head, ...body, `${'all'.padEnd(width)}${counts(all)}`, '', ...reasons(all)].join('\n');
}

/** How many are found of those that conventions cover, and why nobody speaks of the others. */
function reasons(all: readonly Judged[]): readonly string[] {
  const silent = all.filter(({ verdict }) => 'reason' in verdict);
  const why = grouped(silent, ({ verdict, classes }) =>
    'reason' in verdict ? `${verdict.kind}, ${reasonOf(verdict.reason, classes)}` : '',
  );
  const killed = all.filter(({ verdict }) => verdict.kind === 'killed').length;
  const covered = killed + all.filter(isUnexplained).length;
  return [
    `${killed} of ${covered} that conventions cover are found`,
    '',
    ...[...why]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([reason, some]) => `${String(some.length).padStart(5)} ${reason}`),
  ];
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
