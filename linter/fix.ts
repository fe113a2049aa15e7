import type { Diagnostic, Edit, FilePath, Fix } from '#analyzer/diagnostic.ts';
import { isEncryptedText } from '#analyzer/encrypted.ts';
import type { FileContent } from '#analyzer/files.ts';
import { applyEdits, byFile, clash } from './edits.ts';
import { saysGenerated } from './generated.ts';
import { editedText } from './keep-layout.ts';
import type { LintResult } from './lint.ts';
import { staysReadable, staysWhole } from './whole-file.ts';

export interface FixJob<Result extends LintResult = LintResult> {
  readonly read: (file: FilePath) => FileContent;
  /** The findings when these files have these texts. */
  readonly lint: (changed: ReadonlyMap<FilePath, string>) => Result;
  /** `unsafe` applies safe and unsafe fixes. */
  readonly safety: Fix['safety'];
}

export interface FixResult<Result extends LintResult = LintResult> {
  /** Files that differ from what was read, with their new texts. */
  readonly changed: ReadonlyMap<FilePath, string>;
  /** What is found in the new texts. */
  readonly remaining: Result;
  /** How many fixes were applied. */
  readonly applied: number;
}

/** Rules whose fixes undo each other would otherwise go on for ever. */
const mostRounds = 12;

/** Applies fixes and looks again until nothing is left to apply. */
export function fixAll<Result extends LintResult>(job: FixJob<Result>): FixResult<Result> {
  const changed = new Map<FilePath, string>();
  let remaining = job.lint(changed);
  let applied = 0;
  for (let round = 0; round < mostRounds; round++) {
    const current: TextOf = (file, kind) => changed.get(file) ?? writable(job, file, kind);
    const chosen = chooseFixes(remaining.diagnostics, job.safety, current);
    if (chosen.length === 0) break;
    applied += chosen.length;
    for (const [file, edits] of byFile(chosen.flatMap(({ edits }) => edits))) {
      changed.set(file, editedText(file, current(file, kindOf(edits)) ?? '', edits));
    }
    remaining = job.lint(changed);
  }
  return { changed, remaining, applied };
}

/** Whether the fix may be applied when fixes of this safety are asked for. */
export function mayApply(fix: Fix, asked: Fix['safety']): boolean {
  return fix.edits.length > 0 && (fix.safety === 'safe' || asked === 'unsafe');
}

/**
 * The text of a file that may be written; `undefined` for every other one.
 * What flakewise writes itself may be written anew, and need not be there yet.
 */
export type TextOf = (file: FilePath, kind?: TextKind) => string | undefined;

/** Set for what flakewise itself writes. */
type TextKind = 'generated';

/** Whether a fix can be applied to these texts: it fits them, and leaves them whole. */
export function canApply({ edits }: Fix, textOf: TextOf): boolean {
  return edits.length > 0 && keepsFilesWhole(edits, textOf);
}

/**
 * The fixes that can be applied together, the first findings first.
 *
 * Nearly always all of them leave their files whole, so that is tried at once;
 * only otherwise does each fix have to show that it does no harm.
 */
function chooseFixes(
  diagnostics: readonly Diagnostic[],
  asked: Fix['safety'],
  textOf: TextOf,
): readonly Fix[] {
  const candidates = diagnostics.flatMap(({ fixes }) => {
    return fixes.find((fix) => mayApply(fix, asked)) ?? [];
  });
  const together = select(candidates, () => true);
  if (
    keepsFilesWhole(
      together.flatMap(({ edits }) => edits),
      textOf,
    )
  )
    return together;
  return select(candidates, (fix, taken) => {
    const files = new Set(fix.edits.map(({ file }) => file));
    const others = taken.filter(({ file }) => files.has(file));
    return keepsFilesWhole([...others, ...fix.edits], textOf);
  });
}

/** Takes one fix after the other, unless it clashes with one before it or is not wanted. */
function select(
  candidates: readonly Fix[],
  isWanted: (fix: Fix, taken: readonly Edit[]) => boolean,
): Fix[] {
  const taken = new Map<FilePath, Edit[]>();
  return candidates.filter((fix) => {
    const files = [...byFile(fix.edits)];
    const clashes = files.some(([file, edits]) => {
      return edits.some((edit) => (taken.get(file) ?? []).some((other) => clash(edit, other)));
    });
    if (clashes || !isWanted(fix, [...taken.values()].flat())) return false;
    for (const [file, edits] of files) taken.set(file, [...(taken.get(file) ?? []), ...edits]);
    return true;
  });
}

/** Whether every file that the edits touch can have them. A fix applies in all of its files or in none. */
function keepsFilesWhole(all: readonly Edit[], textOf: TextOf): boolean {
  return [...byFile(all)].every(([file, edits]) => {
    const kind = kindOf(edits);
    const text = textOf(file, kind);
    if (text === undefined || !isOrderly(edits, text)) return false;
    const after = applyEdits(text, edits);
    return kind ? staysReadable(file, text, after) : staysWhole(file, text, after);
  });
}

function kindOf(edits: readonly Edit[]): TextKind | undefined {
  const isOurs = edits.length > 0 && edits.every(({ isGenerated }) => isGenerated);
  return isOurs ? 'generated' : undefined;
}

/** Whether the edits lie within the text and none reaches into another. */
function isOrderly(edits: readonly Edit[], text: string): boolean {
  const inOrder = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return inOrder.every(({ span }, index) => {
    const before = inOrder[index - 1]?.span.end ?? 0;
    return before <= span.start && span.start <= span.end && span.end <= text.length;
  });
}

function writable(job: FixJob, file: FilePath, kind: TextKind | undefined): string | undefined {
  const content = job.read(file);
  return kind ? generatedText(file, content) : writableText(file, content);
}

/** The text of a file that fixes may change; not of encrypted and not of generated ones. */
export function writableText(file: FilePath, content: FileContent): string | undefined {
  const text = content.kind === 'text' ? generatedText(file, content) : undefined;
  return text === undefined || saysGenerated(text) ? undefined : text;
}

/** The text of a file that flakewise writes, empty where there is none yet; not of encrypted ones. */
export function generatedText(file: FilePath, content: FileContent): string | undefined {
  if (content.kind === 'absent') return '';
  if (content.kind !== 'text') return undefined;
  return isEncryptedText(file, content.text) ? undefined : content.text;
}
