import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { closest } from '#linter/closest.ts';
import { suppressionUnknownRule, suppressionUnused } from '#linter/engine-rules.ts';
import { type Suppression, suppressionsIn } from '#linter/suppression.ts';
import type { Span } from '#parser/span.ts';
import type { Setup } from '../configuration.ts';
import type { Texts } from '../folder.ts';
import type { Action, ChangedText } from './change.ts';
import { ours } from './repairs.ts';

/** What the comments of a workspace are judged by. */
interface Judged {
  readonly texts: Texts;
  readonly setup: Setup;
  /** The text of a file that may be written. */
  readonly textOf: (file: FilePath) => string | undefined;
}

/**
 * What mends a comment that silences nothing: it goes, or the name that nothing is
 * found of, and a name that no rule has becomes the one that is most like it.
 */
export function silenceRepairs(
  finding: Diagnostic,
  { texts, setup, textOf }: Judged,
): readonly Action[] {
  const { rule, file, span } = finding;
  const isUnused = rule === suppressionUnused.meta.name;
  if (!isUnused && rule !== suppressionUnknownRule.meta.name) return [];
  const text = textOf(file);
  const found = text === undefined ? undefined : namedAt(suppressionsIn(file, texts), span);
  if (text === undefined || found === undefined) return [];
  const repair = (title: string, edit: Omit<ChangedText, 'file'>): Action => {
    const does = { edits: [{ file, ...edit }] };
    return { title: ours(title), kind: 'quickfix', finding, isPreferred: true, does };
  };
  if (isUnused)
    return [repair('remove what silences nothing', { span: goner(text, found), text: '' })];
  const names = setup.rules.map(({ meta }) => meta.name);
  const meant = closest(found.name, names);
  return meant === undefined ? [] : [repair(`write \`${meant}\``, { span, text: meant })];
}

interface Named {
  readonly suppression: Suppression;
  readonly index: number;
  readonly name: string;
}

function namedAt(suppressions: readonly Suppression[], { start, end }: Span): Named | undefined {
  for (const suppression of suppressions) {
    const index = suppression.rules.findIndex(
      ({ span }) => span.start === start && span.end === end,
    );
    const name = suppression.rules[index]?.name;
    if (name !== undefined) return { suppression, index, name };
  }
  return undefined;
}

/** The name with what parts it from its neighbour; the whole comment where it has no other, and its line where that has nothing else. */
function goner(text: string, { suppression: { rules, span }, index }: Named): Span {
  const [before, own, after] = [rules[index - 1], rules[index], rules[index + 1]];
  if (own && before) return { start: before.span.end, end: own.span.end };
  if (own && after) return { start: own.span.start, end: after.span.start };
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const newline = text.indexOf('\n', span.end);
  const lineEnd = newline === -1 ? text.length : newline + 1;
  const isLeft = text.slice(lineStart, span.start).trim() === '';
  const isRight = text.slice(span.end, lineEnd).trim() === '';
  if (isLeft && isRight) return { start: lineStart, end: lineEnd };
  const spaces = /[ \t]*$/.exec(text.slice(lineStart, span.start))?.[0].length ?? 0;
  return isRight ? { start: span.start - spaces, end: span.end } : span;
}
