import { type GoPattern, goPattern, type Match } from '#analyzer/go-pattern.ts';
import {
  anyType,
  collectionType,
  objectType,
  stringType,
  type Type,
  tupleType,
} from '../values/type.ts';
import { list, nullOf, object, string, tuple, unknown, type Value } from '../values/value.ts';
import { type Functions, text, textAt, texts, wrong } from './function.ts';

export const patternFunctions: Functions = {
  regex: {
    parameters: [text, text],
    returns: anyType,
    call: (given) =>
      matched(textAt(given, 0), (pattern, result) => {
        const [first] = pattern.matchesIn(textAt(given, 1));
        return first ? result(first) : wrong('the pattern matches nowhere');
      }),
  },
  regexall: {
    parameters: [text, text],
    returns: collectionType('list', anyType),
    call: (given) =>
      matched(textAt(given, 0), (pattern, result) =>
        list(resultType(pattern), pattern.matchesIn(textAt(given, 1)).map(result)),
      ),
  },
  replace: {
    parameters: [text, text, text],
    returns: stringType,
    call: (given) => replaced(textAt(given, 0), textAt(given, 1), textAt(given, 2)),
  },
  split: {
    parameters: [text, text],
    returns: texts.type,
    call: (given) => {
      const [separator, whole] = [textAt(given, 0), textAt(given, 1)];
      const parts = separator === '' ? [...whole] : whole.split(separator);
      return list(stringType, parts.map(string));
    },
  },
};

function matched(
  source: string,
  use: (pattern: GoPattern, result: (match: Match) => Value) => Value,
): Value {
  const pattern = goPattern(source);
  if (!pattern) return wrong('the pattern is no regular expression');
  const named = pattern.names.filter((name) => name !== undefined);
  if (named.length > 0 && named.length < pattern.names.length) {
    return wrong('some groups have names and others do not');
  }
  if (new Set(named).size < named.length) return unknown('two groups have one name');
  return use(pattern, (match) => resultOf(pattern, match));
}

/** The whole match, or its groups: a tuple, or an object when they have names. */
function resultOf({ names }: GoPattern, { whole, groups }: Match): Value {
  if (names.length === 0) return string(whole);
  const values = groups.map((group) => (group === undefined ? nullOf(stringType) : string(group)));
  if (names[0] === undefined) return tuple(values);
  return object(
    names.map((name, index) => [name ?? '', values[index] ?? nullOf(stringType)] as const),
  );
}

function resultType({ names }: GoPattern): Type {
  if (names.length === 0) return stringType;
  if (names[0] === undefined) return tupleType(names.map(() => stringType));
  return objectType(new Map(names.map((name) => [name ?? '', stringType])));
}

/** A text between slashes is a regular expression. */
function replaced(whole: string, from: string, to: string): Value {
  if (from.length < 2 || !from.startsWith('/') || !from.endsWith('/')) {
    if (from === '') return string(`${to}${[...whole].map((sign) => sign + to).join('')}`);
    return string(whole.replaceAll(from, () => to));
  }
  const pattern = goPattern(from.slice(1, -1));
  return pattern
    ? string(pattern.replace(whole, to))
    : wrong('the pattern is no regular expression');
}
