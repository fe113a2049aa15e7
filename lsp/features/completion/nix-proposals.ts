import { attributeEntries } from './attribute-entries.ts';
import { boundEntries } from './bound-entries.ts';
import type { Entry, Proposals } from './entry.ts';
import { formalEntries } from './formal-entries.ts';
import { keywordEntries } from './keywords.ts';
import { nameEntries } from './name-entries.ts';
import type { NixQuestion } from './nix-question.ts';
import { pathProposals } from './path-entries.ts';
import { expressionAt, type Place } from './place.ts';

/** What the texts of a workspace tell of what may be written at a place of a Nix file. */
export function nixProposals(
  question: NixQuestion,
  place: Place,
  cursor: number,
): Proposals | undefined {
  const { mended, texts, file } = question;
  const { word } = mended.written;
  if (place.kind !== 'path') return { word, entries: entriesAt(question, place) };
  const text = place.path.text.slice(0, word.end - word.start);
  return pathProposals(texts.contents, file, { ...word, text, cursor });
}

function entriesAt(question: NixQuestion, place: Exclude<Place, { kind: 'path' }>): Entry[] {
  const { names, file, analysis } = question;
  switch (place.kind) {
    case 'expression':
      return [...nameEntries(question, place.expr), ...keywordEntries()];
    case 'selected': {
      const path = place.before.map(attributeText);
      const entries = attributeEntries(names, { file, expr: place.from }, path);
      return entries.filter(({ label }) => !place.taken.includes(label));
    }
    case 'bound':
      return boundEntries(question, place);
    case 'inherited': {
      const expr = expressionAt(analysis, place.name);
      const entries = expr === undefined ? [] : nameEntries(question, expr);
      return entries.filter(
        ({ label, kind }) => kind !== 'builtin' && !place.taken.includes(label),
      );
    }
    case 'formal':
      return formalEntries(question, place);
    case 'text':
      return [];
  }
}

function attributeText({
  kind,
  text,
}: {
  readonly kind: string;
  readonly text: string;
}): string | undefined {
  if (kind === 'identifier') return text;
  return kind === 'string_expression' ? text.slice(1, -1) : undefined;
}
