import type { Diagnostic, Location } from '#analyzer/diagnostic.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { Span } from '#parser/span.ts';
import type { Attention } from './attention.ts';
import type { Difference } from './differences.ts';
import type { Mutant, Source } from './mutant.ts';

import { type Partner, rowsAt } from './touched.ts';
import type { Trial } from './trial.ts';

/** What became of a mutant. */
export type Verdict =
  /** The right rules speak, at the right places, and nobody else does. */
  | { readonly kind: 'killed'; readonly by: readonly Diagnostic[] }
  /** Somebody speaks of something that has nothing to do with it. */
  | { readonly kind: 'stray'; readonly by: readonly Diagnostic[] }
  /** Rules say that they cannot judge it. */
  | { readonly kind: 'undecided'; readonly reason: string }
  /** Nobody speaks. */
  | { readonly kind: 'survived'; readonly reason: string };

/** Why nobody can speak: what was changed is in no table. */
export const sameAsBefore = 'says the same as before';

export function changesNothing(verdict: Verdict): boolean {
  return 'reason' in verdict && verdict.reason === sameAsBefore;
}

type Rules = ReadonlyMap<string, Attention>;

/** Judges by what rules pay attention to, and by nothing that is written down for single rules. */
export function judge(trial: Trial, rules: Rules): Verdict {
  const { findings } = trial;
  const strays = findings.filter((finding) => !isExplained(finding, trial, rules));
  if (strays.length > 0) return { kind: 'stray', by: strays };
  if (findings.length > 0) return { kind: 'killed', by: findings };
  return silence(trial, rules);
}

/** Whether a finding is at what was broken, or at what goes with it. */
function isExplained(finding: Diagnostic, trial: Trial, rules: Rules): boolean {
  const { mutant, differences, vocabulary } = trial;
  if ([finding, ...finding.related].some((place) => touches(place, mutant))) return true;
  const rule = rules.get(finding.rule);
  if (!rule) return false;
  const changed = [...differences, ...mutant.sources.map(asDifference)].filter(({ table }) =>
    rule.tables.has(table),
  );
  const said = wordsOf(finding, trial);
  if (changed.some((difference) => vocabulary.speaksOf(said, difference))) return true;
  return rowsAt(trial, finding).some(
    (partner) =>
      isBeside(partner, mutant) ||
      changed.some((difference) => vocabulary.goesWith(partner, difference)),
  );
}

/** What changes places says the same as before. */
function asDifference({ table, row }: Source): Difference {
  return { table, gone: [row], come: [], columns: new Set() };
}

/** What a finding says, and what is written where it is. */
function wordsOf({ message, related, file, span }: Diagnostic, { snapshot }: Trial): string {
  const written = snapshot.text(file)?.slice(span.start, span.end) ?? '';
  return [message, ...related.map((note) => note.message), written].join(' ');
}

/** What lacks a row can only be told at one that is left. */
function isBeside({ table, row }: Partner, { kind, file, sources }: Mutant): boolean {
  const isOfTable = sources.some((source) => source.table === table);
  return kind === 'drop' && isOfTable && row.at.file === file;
}

function touches(place: Location, { file, element }: Mutant): boolean {
  return place.file === file && overlap(place.span, element);
}

function overlap(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function silence({ mutant, differences, doubts }: Trial, rules: Rules): Verdict {
  if (differences.length === 0 && mutant.kind !== 'swap')
    return { kind: 'survived', reason: sameAsBefore };
  const speaking = [...rules].filter(([, rule]) => isAbout(rule, mutant)).map(([name]) => name);
  const doubting = speaking.find((name) => doubts.has(name));
  if (doubting !== undefined) {
    const [reason = ''] = doubts.get(doubting) ?? [];
    return { kind: 'undecided', reason: `${doubting}: ${reason}` };
  }
  return { kind: 'survived', reason: reasonFor(mutant, speaking) };
}

function reasonFor(mutant: Mutant, speaking: readonly string[]): string {
  const subjects = [...new Set(mutant.sources.map(({ table, column }) => nameOf(table, column)))];
  if (mutant.kind === 'swap') return `no convention orders ${subjects.join(', ')}`;
  if (speaking.length > 0) return `silent: ${speaking.join(', ')}`;
  return `no convention speaks of ${subjects.join(', ')}`;
}

/** Whether a rule pays attention to what was broken. */
export function isAbout(rule: Attention, { kind, sources }: Mutant): boolean {
  return kind !== 'swap' && sources.some((source) => rule.speaksOf(source));
}

function nameOf(table: TableName, column: string | undefined): string {
  return column === undefined ? table : `${table}.${column}`;
}
