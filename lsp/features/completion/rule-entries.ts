import type { FilePath } from '#analyzer/diagnostic.ts';
import { mend } from '#analyzer/unfinished/mend.ts';
import { commentsOfText, hasComments, treeComments } from '#linter/comments.ts';
import { configurableNames } from '#linter/configurable-names.ts';
import type { Folder } from '#lsp/folder.ts';
import type { Entry, Proposals } from './entry.ts';

const keywords = ['flakewise-ignore', 'flakewise-ignore-file'];

/** A comment up to the cursor that says what to ignore, or begins to. */
const ignoring = /(?:#|\/\/|\/\*|<!--)[^\S\n]*flakewise-ignore(?:-file)?[^\S\n]+([^:\n]*)$/;
const beginning = /(?:#+|\/\/+|\/\*+|<!--)[^\S\n]*([a-z][\w-]*)$/;

/** What a comment of any language may name; `undefined` where the cursor is in none. */
export function commentProposals(
  folder: Folder,
  file: FilePath,
  offset: number,
): Proposals | undefined {
  const { text } = folder.lined(file);
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const isNamed = ignoring.test(line);
  const begun = isNamed ? undefined : beginning.exec(line)?.[1];
  const isBegun = begun !== undefined && keywords.some((word) => word.startsWith(begun));
  if ((!isNamed && !isBegun) || !isComment(folder, file, offset)) return undefined;
  const start = offset - (isNamed ? (/[\w/-]*$/.exec(line)?.[0] ?? '') : (begun ?? '')).length;
  const end = offset + (/^[\w/-]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
  const entries = isNamed ? ruleEntries(folder, file, offset) : keywords.map(keywordEntry);
  return { word: { start, end }, entries };
}

function keywordEntry(label: string, index: number): Entry {
  return { label, kind: 'keyword', rank: index };
}

/** Whether the cursor is in a comment; of a text that cannot be read, what looks like one counts. */
function isComment(folder: Folder, file: FilePath, offset: number): boolean {
  if (!hasComments(file)) return false;
  const { text } = folder.lined(file);
  if (file.endsWith('.nix')) return mend(text, offset).written.kind === 'comment';
  const analysis = folder.analysis(file);
  const comments = analysis ? treeComments(analysis.tree) : commentsOfText(file, text);
  if (comments.length === 0 && analysis === undefined) return true;
  return comments.some(({ start, end }) => start < offset && offset <= end);
}

/** The names of all rules, those first that have found something close to the cursor. */
function ruleEntries(folder: Folder, file: FilePath, offset: number): Entry[] {
  const { lines } = folder.lined(file);
  const line = lines.position(offset).line;
  const close = new Map<string, number>();
  for (const { rule, span } of folder.findings.of(file)) {
    if (rule.startsWith('suppression/')) continue;
    const distance = lines.position(span.start).line - line;
    const rank = distance === 0 || distance === 1 ? 0 : 1;
    close.set(rule, Math.min(rank, close.get(rule) ?? 1));
  }
  return configurableNames(folder.setup.rules).map((label) => ({
    label,
    kind: 'rule',
    rank: close.get(label) ?? 10,
    ...(close.get(label) === 0 && { detail: 'found here' }),
    about: { kind: 'rule', name: label },
  }));
}
