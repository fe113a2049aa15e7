import { optionPath } from '#analyzer/syntax/option-path.ts';
import type { Node } from '#parser/tree.ts';
import { attributeEntries, inputNames } from './attribute-entries.ts';
import { boundEntries } from './bound-entries.ts';
import type { Entry, Proposals } from './entry.ts';
import { formalEntries } from './formal-entries.ts';
import { expressionKeywords, followingKeywords, keywordEntries } from './keywords.ts';
import { nameEntries } from './name-entries.ts';
import type { NixQuestion } from './nix-question.ts';
import { optionEntries } from './option-entries.ts';
import { isPackageSet, usedPackages } from './package-names.ts';
import { pathProposals } from './path-entries.ts';
import { expressionAt, type Place } from './place.ts';
import { valueEntries } from './value-entries.ts';

/** What the texts of a workspace tell of what may be written at a place of a Nix file. */
export function nixProposals(
  question: NixQuestion,
  place: Place,
  cursor: number,
): Proposals | undefined {
  const { mended, texts, file } = question;
  const { word } = mended.written;
  const isText = place.kind === 'text';
  if (place.kind !== 'path' && !isText) return { word, entries: entriesAt(question, place) };
  const text = mended.text.slice(mended.at, mended.at + word.end - word.start);
  const path = pathProposals(texts.contents, file, { ...word, text, cursor });
  return path ?? (isText ? { word, entries: entriesAt(question, place) } : undefined);
}

/** The inputs that another one may follow. */
function followedInputs({ names, file }: NixQuestion, string: Node): Entry[] {
  const path = optionPath(string);
  if (path[0] !== 'inputs' || path.at(-1) !== 'follows') return [];
  const own = inputNames(names, { file }).filter((name) => name !== path[1]);
  return own.map((label) => ({ label, kind: 'reference', rank: 0 }));
}

function entriesAt(question: NixQuestion, place: Exclude<Place, { kind: 'path' }>): Entry[] {
  const { names, file, analysis } = question;
  switch (place.kind) {
    case 'expression':
      return [
        ...valueEntries(question, place),
        ...nameEntries(question, place.expr),
        ...keywordEntries([...expressionKeywords, ...followingKeywords(place.variable)]),
      ];
    case 'selected': {
      const path = place.before.map(attributeText);
      const entries = attributeEntries(names, { file, expr: place.from }, path);
      const isPackages = path.length === 0 && isPackageSet(analysis.module, place.from);
      const packages = isPackages ? usedPackages(question.texts, analysis) : [];
      const all = [...entries, ...packages, ...optionEntries(question, place)];
      return all.filter(({ label }) => !place.taken.includes(label));
    }
    case 'bound':
      return [...boundEntries(question, place), ...optionEntries(question, place)];
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
      return [...valueEntries(question, place), ...followedInputs(question, place.string)];
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
