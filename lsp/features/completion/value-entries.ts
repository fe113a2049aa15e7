import { optionPath } from '#analyzer/syntax/option-path.ts';
import type { Node } from '#parser/tree.ts';
import type { Entry } from './entry.ts';
import { knownOptionsBelow, type ValueKind } from './known-options.ts';
import type { NixQuestion } from './nix-question.ts';
import { declarationText } from './option-declaration.ts';
import { optionsBelow } from './option-index.ts';
import type { Place } from './place.ts';

type Value = Extract<Place, { kind: 'expression' | 'text' }>;

/** The option that a value is for, as the text has it; a value in a list is for the option of the list. */
export function valuePath(place: Value): readonly string[] | undefined {
  const node = place.kind === 'text' ? place.string : place.variable;
  const isAlone = node.parent?.kind !== 'apply_expression' || node.field === 'argument';
  if (!isAlone) return undefined;
  const path = optionPath(listAround(node));
  const known = path.filter((name) => name !== undefined);
  return known.length === 0 || known.length < path.length ? undefined : known;
}

function listAround(node: Node): Node {
  return node.parent?.kind === 'list_expression' ? node.parent : node;
}

/** What the value at a path is. */
export function valueKindAt(path: readonly string[]): ValueKind {
  return knownOptionsBelow(path.slice(0, -1)).get(path.at(-1) ?? '') ?? { kind: 'other' };
}

/** The values that an option is limited to. */
export function valueEntries(question: NixQuestion, place: Value): Entry[] {
  const path = valuePath(place);
  if (path === undefined) return [];
  const values = [...declaredValues(question, path), ...knownValues(path)];
  const isText = place.kind === 'text';
  return [...new Set(values)].flatMap((value, index): Entry[] => {
    const isQuoted = value.startsWith('"');
    if (isText && !isQuoted) return [];
    const label = isQuoted ? value.slice(1, -1) : value;
    const insert = isQuoted && !isText ? { insert: value } : {};
    return [{ label, kind: 'value', rank: -2 + index / 1000, ...insert }];
  });
}

function declaredValues({ texts }: NixQuestion, path: readonly string[]): readonly string[] {
  const name = path.at(-1);
  const found = optionsBelow(texts, path.slice(0, -1)).find((each) => each.name === name);
  const analysis = found?.declared && texts.analysis(found.declared.file);
  if (found?.declared === undefined || analysis === undefined) return [];
  return declarationText(analysis, found.declared.value).values;
}

function knownValues(path: readonly string[]): readonly string[] {
  const value = valueKindAt(path);
  if (value.kind === 'word') return value.words.map((word) => JSON.stringify(word));
  return value.kind === 'bool' ? ['true', 'false'] : [];
}
