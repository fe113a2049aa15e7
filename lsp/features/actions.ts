import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';
import type { Folder } from '../folder.ts';
import type { Action } from './change.ts';
import { missingArgument } from './missing-argument.ts';
import { isMendable, ours, repairsOf, writableIn } from './repairs.ts';
import { rewritesAt } from './rewrites.ts';
import { silenceRepairs } from './silence-repairs.ts';
import { silencesOf } from './silences.ts';

/** What is selected, and what the editor knows of it. */
export interface ActionsAsked {
  readonly file: FilePath;
  readonly span: Span;
  /** Further findings that are meant, wherever they are in the file. */
  readonly isMeant: (finding: Diagnostic) => boolean;
  readonly uri: string;
  readonly isWanted: (kind: Action['kind']) => boolean;
}

/** More findings than these are mended, but not silenced one by one. */
const fewFindings = 6;
const mostFindings = 24;

/**
 * What can be done at a place: first about its findings, with fixes, those of a
 * whole rule, and silence; then other ways to write what stands there.
 */
export function actionsAt(folder: Folder, asked: ActionsAsked): readonly Action[] {
  const textOf = writableIn(folder.texts);
  const ofFindings = asked.isWanted('quickfix') ? findingActions(folder, asked, textOf) : [];
  const analysis = asked.isWanted('refactor.rewrite') && folder.analysis(asked.file);
  if (!analysis) return ofFindings;
  const { file, span } = asked;
  const known = new Set(ofFindings.map(({ does }) => editsKey(does)));
  const rewrites = rewritesAt({ file, analysis, textOf }, span.start);
  return [...ofFindings, ...rewrites.filter(({ does }) => !known.has(editsKey(does)))];
}

/** Equal for actions that change the same. */
function editsKey(does: Action['does']): string {
  return JSON.stringify('edits' in does ? does.edits : does);
}

function findingActions(
  folder: Folder,
  asked: ActionsAsked,
  textOf: (file: FilePath) => string | undefined,
): readonly Action[] {
  const { texts, findings, setup } = folder;
  const others = findings.of(asked.file);
  const meant = others.filter((each) => touches(each.span, asked.span) || asked.isMeant(each));
  const repairs = meant.slice(0, mostFindings).flatMap((finding) => repairsOf(finding, textOf));
  const judged = { texts, setup, textOf };
  const ofSilences = meant.flatMap((finding) => silenceRepairs(finding, judged));
  const analysis = folder.analysis(asked.file);
  const taken = meant.flatMap((each) => missingArgument(each, analysis, textOf));
  const single = oncePerLine(folder, meant);
  const byRule = new Map(meant.map((finding) => [finding.rule, finding]));
  const ofRules = [...byRule.values()];
  const all = ofRules.flatMap((finding) => mendRule(folder, finding, asked.uri));
  const mends = [...repairs, ...taken, ...ofSilences, ...all];
  if (single.length > fewFindings) return mends;
  const silences = single.flatMap((finding) => silencesOf(finding, { ...judged, others }));
  return [...mends, ...unlike(silences), ...ofRules.map(explain)];
}

/** Findings that one comment would silence, once. */
function oncePerLine(folder: Folder, findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const finding of findings) {
    const { line } = folder.lined(finding.file).lines.position(finding.span.start);
    const key = `${finding.rule} ${line}`;
    if (!found.has(key)) found.set(key, finding);
  }
  return [...found.values()];
}

/** Two findings of one rule would offer the same twice for the file and the configuration. */
function unlike(actions: readonly Action[]): readonly Action[] {
  const seen = new Set<string>();
  return actions.filter((action) => {
    const key = JSON.stringify([action.title, action.does]);
    return !seen.has(key) && seen.add(key);
  });
}

function mendRule({ findings }: Folder, finding: Diagnostic, uri: string): Action[] {
  const { rule, file } = finding;
  const here = findings.of(file).filter((each) => each.rule === rule && isMendable(each));
  const elsewhere = findings.files.some((other) => {
    return other !== file && findings.of(other).some((one) => one.rule === rule && isMendable(one));
  });
  const fixAll = (
    where: string,
    command: 'flakewise.fixAllInFile' | 'flakewise.fixAllInWorkspace',
  ) =>
    ({
      title: ours(`fix all of \`${rule}\` in this ${where}`),
      kind: 'quickfix',
      finding,
      does: { command, given: [uri, rule] },
    }) as const;
  return [
    ...(here.length > 1 ? [fixAll('file', 'flakewise.fixAllInFile')] : []),
    ...(here.length > 0 && elsewhere ? [fixAll('workspace', 'flakewise.fixAllInWorkspace')] : []),
  ];
}

function explain(finding: Diagnostic): Action {
  const { rule } = finding;
  const does = { command: 'flakewise.explainRule', given: [rule] } as const;
  return { title: ours(`explain \`${rule}\``), kind: 'quickfix', finding, does };
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
