import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent } from '#analyzer/files.ts';
import { type FixResult, fixAll, mayApply } from '#linter/fix.ts';
import { unifiedDiff } from '../format/diff.ts';
import type { Palette } from '../format/palette.ts';
import { lintSession, type SessionResult } from '../lint-session.ts';
import type { Session, Workspace } from '../session.ts';
import { writeFile } from '../write-file.ts';
import type { CheckOptions } from './check-options.ts';

type Texts = ReadonlyMap<FilePath, string>;

/** What the fixes lead to; nothing is written yet. */
export function mend(session: Session, { unsafeFixes }: CheckOptions): FixResult<SessionResult> {
  return fixAll({
    safety: unsafeFixes ? 'unsafe' : 'safe',
    read: (file) => (session.mayWrite(file) ? session.files.read(file) : unstaged),
    lint: (changed) => lintSession(session, changed),
  });
}

/** Fixing the staged text would overwrite what its owner has not staged yet. */
const unstaged: FileContent = { kind: 'unreadable', detail: 'has changes that are not staged' };

/** The files that fixes would have changed, had they not held work that is not staged. */
export function sparedFiles(
  { mayWrite }: Session,
  { diagnostics }: SessionResult,
  { unsafeFixes }: CheckOptions,
): readonly FilePath[] {
  const safety = unsafeFixes ? 'unsafe' : 'safe';
  const fixes = diagnostics.flatMap(({ fixes }) => fixes.filter((fix) => mayApply(fix, safety)));
  const files = new Set(fixes.flatMap(({ edits }) => edits.map(({ file }) => file)));
  return [...files].filter((file) => !mayWrite(file)).sort();
}

/** A patch from the files as they are to the given texts. */
export function diffText({ files, display }: Workspace, changed: Texts, palette: Palette): string {
  const inOrder = [...changed].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const patches = inOrder.map(([file, after]) => {
    const content = files.read(file);
    const before = content.kind === 'text' ? content.text : '';
    return unifiedDiff({ path: display(file), before, after }, palette);
  });
  return patches.join('');
}

/** Writes texts to disk, each file whole or not at all, and returns why some were not written. */
export function writeChanges({ disk, display }: Workspace, changed: Texts): Texts {
  const failures = [...changed].flatMap(([file, text]): [FilePath, string][] => {
    const failure = writeFile({ disk }, file, text);
    if (failure === undefined) return [];
    return [[file, `\`${display(file)}\` was not written: ${failure}`]];
  });
  return new Map(failures);
}
