import type { Attributes, Thunk, Value } from '../evaluate/value.ts';
import { attributeName } from '../options/name.ts';
import type { LazyType, OptionType } from './option-type.ts';

/** How the words of a type may be put into those of another without parentheses. */
export type PhraseClass = 'noun' | 'composite' | 'conjunction' | 'nonRestrictiveClause' | undefined;

/** What a type is in words, as manuals say it. */
export interface Phrase {
  readonly text: string;
  readonly class: PhraseClass;
  /** Whether nixpkgs certainly says the same. */
  readonly isExact: boolean;
}

export function phrase(text: string, kind: PhraseClass): Phrase {
  return { text, class: kind, isExact: true };
}

/**
 * A type in words: its `description` in nixpkgs. `undefined` for a type that
 * is not known. What a submodule of free form takes is left out, and then the
 * words are not exact.
 */
export function phraseOf(type: OptionType): Phrase | undefined {
  return toldIn({ left: mostParts }, type);
}

/** Types may hold themselves, so that there must be an end. */
interface Budget {
  left: number;
}

const mostParts = 500;

function toldIn(budget: Budget, type: OptionType): Phrase | undefined {
  budget.left--;
  if (budget.left < 0) return undefined;
  if (type.phrase) return type.phrase();
  switch (type.kind) {
    case 'scalar':
    case 'unknown':
      return undefined;
    case 'list':
      return listPhrase(budget, type);
    case 'set':
      return about(budget, type.element, setWords[type.name]);
    case 'nullOr':
      return joined(budget, type.element, (element) =>
        phrase(`null or ${within(element, 'noun', 'conjunction')}`, 'conjunction'),
      );
    case 'function':
      return about(budget, type.element, 'function that evaluates to a(n)');
    case 'either':
      return joined(budget, type.left, (left) =>
        joined(budget, type.right, (right) => eitherPhrase(left, right)),
      );
    case 'coerced':
      return joined(budget, type.from, (from) =>
        joined(budget, type.to, (to) => {
          const words = `${within(to, 'noun')} or ${within(from, 'noun')} convertible to it`;
          return phrase(words, undefined);
        }),
      );
    case 'unique':
    case 'checked':
      return toldIn(budget, type.element());
    case 'submodule':
      return { text: 'submodule', class: undefined, isExact: type.modules.every(isPlain) };
    case 'tag':
      return tagPhrase(type.tags);
    case 'module':
      return phrase('module', 'noun');
    case 'form':
      return { text: 'value of any form', class: 'noun', isExact: false };
    case 'custom':
      return customPhrase(type.type);
  }
}

const setWords = {
  attrsOf: 'attribute set of',
  lazyAttrsOf: 'lazy attribute set of',
  loaOf: 'list or attribute set of',
} as const;

/** Words for a type made of one other. */
function about(budget: Budget, element: LazyType, words: string): Phrase | undefined {
  return joined(budget, element, (part) =>
    phrase(`${words} ${within(part, 'noun', 'composite')}`, 'composite'),
  );
}

function listPhrase(budget: Budget, { element, nonEmpty }: Extract<OptionType, { kind: 'list' }>) {
  const list = about(budget, element, 'list of');
  return list && nonEmpty ? { ...list, text: `non-empty ${within(list, 'noun')}` } : list;
}

/** What is made of words that are not exact is not exact itself. */
function joined(
  budget: Budget,
  part: LazyType,
  make: (part: Phrase) => Phrase | undefined,
): Phrase | undefined {
  const inner = toldIn(budget, part());
  const made = inner && make(inner);
  return made && { ...made, isExact: made.isExact && inner.isExact };
}

/** The words of a part, in parentheses where they could be misread. */
function within(part: Phrase, ...fitting: readonly PhraseClass[]): string {
  return fitting.includes(part.class) ? part.text : `(${part.text})`;
}

function eitherPhrase(left: Phrase, right: Phrase): Phrase {
  const words =
    left.class === 'nonRestrictiveClause'
      ? `${left.text}, or ${within(right, 'noun', 'conjunction')}`
      : `${within(left, 'noun', 'conjunction')} or ${within(right, 'noun', 'conjunction', 'composite')}`;
  return phrase(words, 'conjunction');
}

/** Whether a list of modules certainly takes nothing but its options. */
function isPlain(modules: Thunk): boolean {
  const value = modules.force();
  if (value.kind !== 'list' || value.open) return false;
  return value.items.every((item) => {
    const module = item.force();
    return module.kind === 'attrs' && !module.open && module.names().join() === 'options';
  });
}

function tagPhrase(tags: readonly Thunk[]): Phrase | undefined {
  const sets = tags.map((tag) => tag.force());
  const names = sets.flatMap((set) => (set.kind === 'attrs' && !set.open ? set.names() : []));
  if (sets.some((set) => set.kind !== 'attrs' || set.open)) return undefined;
  const choices = names.sort().map(attributeName).join(', ');
  return phrase(`attribute-tagged union with choices: ${choices}`, 'noun');
}

/** The words of a type of somebody's own, or of one whose words were replaced: its name where it has none. */
export function customPhrase(type: Attributes): Phrase | undefined {
  const part = (name: string): Value | undefined => type.get(name)?.value.force();
  const [description, name] = [part('description'), part('name')];
  const isNone = description === undefined || description.kind === 'null';
  if (isNone && type.open) return undefined;
  const text = isNone ? name : description;
  return text?.kind === 'string'
    ? phrase(text.value, classIn(part('descriptionClass')))
    : undefined;
}

function classIn(value: Value | undefined): PhraseClass {
  const text = value?.kind === 'string' ? value.value : undefined;
  const classes = ['noun', 'composite', 'conjunction', 'nonRestrictiveClause'] as const;
  return classes.find((each) => each === text);
}

/** The words of `enum`. */
export function enumerationPhrase(values: Thunk): Phrase | undefined {
  const all = values.force();
  if (all.kind !== 'list' || all.open) return undefined;
  const shown = all.items.map((item) => choiceText(item.force()));
  if (shown.includes(undefined)) return undefined;
  const [only] = shown;
  if (only === undefined) return phrase('impossible (empty enum)', 'noun');
  if (shown.length === 1) return phrase(`value ${only} (singular enum)`, 'noun');
  return phrase(`one of ${shown.join(', ')}`, 'conjunction');
}

/** A value as the words of `enum` show it. */
function choiceText(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return `"${value.value}"`;
    case 'int':
    case 'bool':
      return String(value.value);
    case 'null':
    case 'float':
    case 'list':
    case 'path':
      return `<${value.kind}>`;
    case 'attrs':
      return '<set>';
    case 'lambda':
      return '<lambda>';
    default:
      return undefined;
  }
}
