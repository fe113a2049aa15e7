import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { treeComments } from '#linter/comments.ts';
import { configurableNames } from '#linter/configurable-names.ts';
import { ignoreEntry, ruleOffEdit } from '#linter/configuration-edits.ts';
import { configFile, globMatcher } from '#linter/settings.ts';
import { type ReasonedText, silencingComment } from '#linter/silencing.ts';
import type { Setup } from '../configuration.ts';
import type { Texts } from '../folder.ts';
import type { Action, ChangedText } from './change.ts';
import { ours } from './repairs.ts';

/** What a finding can be silenced with. */
export interface Silencing {
  readonly texts: Texts;
  readonly setup: Setup;
  /** The text of a file that comments may be written into. */
  readonly textOf: (file: FilePath) => string | undefined;
  /** Every finding of the file. */
  readonly others: readonly Diagnostic[];
}

/**
 * Ways to silence a finding: a comment for its line or its file, where the file
 * can have comments, an entry of the configuration, and turning the rule off. A
 * person has to write the reason; until then nothing is silenced.
 */
export function silencesOf(finding: Diagnostic, silencing: Silencing): readonly Action[] {
  const { rules } = silencing.setup;
  if (!configurableNames(rules).includes(finding.rule)) return [];
  const isOfRule = rules.some(({ meta }) => meta.name === finding.rule);
  return [
    ...(isOfRule ? [...comments(finding, silencing), ...entry(finding, silencing)] : []),
    ...turnOff(finding, silencing),
  ];
}

function comments(finding: Diagnostic, { texts, textOf }: Silencing): Action[] {
  const { file, rule } = finding;
  const text = textOf(file);
  if (text === undefined) return [];
  const tree = texts.analysis(file)?.tree;
  const before = tree && { errors: tree.errors.length, comments: treeComments(tree) };
  const comment = (where: Diagnostic['span'] | 'file', title: string): Action[] => {
    const found = silencingComment({ file, text, rule, where }, before);
    return found ? [quickFix(finding, ours(title), reasoned(file, found))] : [];
  };
  return [
    ...comment(finding.span, `ignore \`${rule}\` on this line`),
    ...comment('file', `ignore \`${rule}\` in this file`),
  ];
}

function entry(finding: Diagnostic, { texts, others }: Silencing): Action[] {
  const { file, rule } = finding;
  const text = configurationText(texts);
  const where = distinguishingPart(finding, others);
  const found =
    text === undefined ? undefined : ignoreEntry(text, { rule, file, ...(where && { where }) });
  const title = `Ignore \`${rule}\` here in \`${configFile}\``;
  return found ? [quickFix(finding, title, reasoned(configFile, found))] : [];
}

/** The part of a message that tells it from those of other findings; `undefined` where there are none. */
function distinguishingPart(
  { rule, message }: Diagnostic,
  others: readonly Diagnostic[],
): string | undefined {
  const messages = others.filter((other) => other.rule === rule && other.message !== message);
  if (messages.length === 0) return undefined;
  const parts = message.match(/`[^`]+`/g) ?? [];
  return parts.find((part) => !messages.some((other) => other.message.includes(part))) ?? message;
}

function turnOff(finding: Diagnostic, { texts, setup }: Silencing): Action[] {
  const { file, rule } = finding;
  const { overrides } = setup.settings.config;
  const isOverridden = overrides.some(({ files, rules }) => {
    return rules.get(rule)?.level !== undefined && globMatcher(files)(file);
  });
  const text = configurationText(texts);
  const edit = text === undefined || isOverridden ? undefined : ruleOffEdit(text, rule);
  const title = `Turn \`${rule}\` off in \`${configFile}\``;
  return edit ? [quickFix(finding, title, { file: configFile, ...edit })] : [];
}

/** The text of the configuration, also where none is there yet; `undefined` where it cannot be read. */
function configurationText({ contents }: Texts): string | undefined {
  const content = contents.read(configFile);
  if (content.kind === 'absent') return '';
  return content.kind === 'text' ? content.text : undefined;
}

function reasoned(file: FilePath, { at, beforeReason, afterReason }: ReasonedText): ChangedText {
  return {
    file,
    span: { start: at, end: at },
    text: beforeReason + afterReason,
    cursor: beforeReason.length,
  };
}

function quickFix(finding: Diagnostic, title: string, edit: ChangedText): Action {
  return { title, kind: 'quickfix', finding, does: { edits: [edit] } };
}
