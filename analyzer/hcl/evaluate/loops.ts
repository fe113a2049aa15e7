import type { ForExpression } from '../syntax/expression.ts';
import { convert } from '../values/convert.ts';
import { boolType, stringType } from '../values/type.ts';
import {
  failure,
  kept,
  moreSecret,
  object,
  reasonOf,
  tuple,
  unknown,
  type Value,
} from '../values/value.ts';
import { evaluateIn, type Scope, withNames } from './scope.ts';
import { membersOf } from './selection.ts';

interface Result {
  /** For an object. */
  readonly key: string;
  readonly value: Value;
}

/** `[for k, v in m : v if c]` and `{ for k, v in m : k => v... }`. */
export function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const collection = evaluateIn(expression.collection, scope);
  const members = membersOf(collection);
  if (!Array.isArray(members)) return kept(members as Value, collection.secrecy);
  const results: Result[] = [];
  let secrecy = collection.secrecy;
  for (const [key, value] of members as readonly (readonly [Value, Value])[]) {
    const inner = bound(expression, [key, value], scope);
    const condition = passes(expression, inner);
    if (condition.kind !== 'bool') return kept(condition, secrecy);
    secrecy = moreSecret(secrecy, condition.secrecy);
    if (!condition.truth) continue;
    const name = keyOf(expression, inner);
    if (name.kind !== 'string') return kept(name, secrecy);
    secrecy = moreSecret(secrecy, name.secrecy);
    results.push({ key: name.text, value: evaluateIn(expression.result, inner) });
  }
  return kept(gathered(expression, results), secrecy);
}

function bound(
  { keyName, valueName }: ForExpression,
  [key, value]: readonly [Value, Value],
  scope: Scope,
): Scope {
  const names: [string, Value][] = keyName === undefined ? [] : [[keyName, key]];
  return withNames(scope, [...names, [valueName, value]]);
}

/** Whether the condition holds; a failure or something unknown when it is not to be told. */
function passes({ condition }: ForExpression, scope: Scope): Value {
  if (!condition) return { kind: 'bool', truth: true };
  const given = evaluateIn(condition, scope);
  if (given.kind === 'null') return failure('a condition of the `for` is null');
  const truth = convert(given, boolType);
  if (truth.kind !== 'unknown') return truth;
  return unknown(`a condition of the \`for\` is not known: ${reasonOf(truth)}`);
}

function keyOf({ key }: ForExpression, scope: Scope): Value {
  if (!key) return { kind: 'string', text: '' };
  const given = evaluateIn(key, scope);
  if (given.kind === 'null') return failure('a key of the `for` is null');
  const name = convert(given, stringType);
  if (name.kind !== 'unknown') return name;
  return unknown(`a key of the object is not known: ${reasonOf(name)}`);
}

function gathered(expression: ForExpression, results: readonly Result[]): Value {
  if (!expression.key) return tuple(results.map(({ value }) => value));
  const byKey = new Map<string, Value[]>();
  for (const { key, value } of results) {
    const before = byKey.get(key);
    if (before && !expression.groups) return failure(`two results have the key \`${key}\``);
    if (before) before.push(value);
    else byKey.set(key, [value]);
  }
  const entries = [...byKey].map(([key, values]): [string, Value] => [
    key,
    expression.groups ? tuple(values) : (values[0] ?? unknown('no result')),
  ]);
  return object(entries);
}
