import { callFunction } from '../functions/call.ts';
import type { ConditionalExpression, Expression, ObjectItem } from '../syntax/expression.ts';
import { convert } from '../values/convert.ts';
import {
  anyType,
  boolType,
  hasAny,
  objectType,
  stringType,
  type Type,
  tupleType,
} from '../values/type.ts';
import { unify } from '../values/unify.ts';
import {
  failure,
  innerReason,
  isWhole,
  kept,
  moreSecret,
  object,
  reasonOf,
  type Secrecy,
  string,
  tuple,
  typeOf,
  unknown,
  type Value,
} from '../values/value.ts';
import { evaluateFor } from './loops.ts';
import { binary, unary } from './operators.ts';
import type { Scope, Step } from './scope.ts';
import { spend } from './scope.ts';
import { attributeOf, indexOf, interpolated, splat } from './selection.ts';

/** Below this many nested evaluations the stack is safe. */
const deepestExpression = 250;

/** Folds an expression as far as the files allow. Never throws, and ends by its budget. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const { session } = scope;
  if (session.depth > deepestExpression || !spend(session, 1)) {
    session.interruptions++;
    return unknown('too much to evaluate');
  }
  session.depth++;
  const value = evaluateNow(expression, scope);
  session.depth--;
  return value;
}

function evaluateNow(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return written(expression, expression.value);
    case 'template':
      return written(expression, evaluateTemplate(expression.parts, scope));
    case 'join':
      return written(expression, joined(evaluate(expression.items, scope)));
    case 'tuple':
      return written(expression, evaluateTuple(expression.items, scope));
    case 'object':
      return written(expression, evaluateObject(expression.items, scope));
    case 'variable':
    case 'attribute':
    case 'index':
      return evaluateSelection(expression, scope);
    case 'item':
      return scope.item ?? unknown('a splat has no member here');
    case 'splat':
      return splat(evaluate(expression.source, scope), (item) =>
        evaluate(expression.each, { ...scope, item }),
      );
    case 'call':
      return callFunction(expression, scope);
    case 'conditional':
      return evaluateConditional(expression, scope);
    case 'unary':
      return unary(expression.operator, evaluate(expression.operand, scope));
    case 'binary':
      return binary(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
      );
    case 'for':
      return evaluateFor(expression, scope);
    case 'broken':
      return unknown(expression.reason);
  }
}

function written(expression: Expression, value: Value): Value {
  return value.kind === 'failure' ? value : { ...value, at: expression.at };
}

/** `a.b[c]`: from a name that is bound here, from one that the module knows, or from any other value. */
function evaluateSelection(expression: Expression, scope: Scope): Value {
  const chain = chainOf(expression);
  const [first, ...links] = chain;
  if (!first) return unknown('nothing is selected');
  const steps = links.map((link) => stepOf(link, scope));
  const failed = steps.find((step) => step.kind === 'key' && step.key.kind === 'failure');
  if (failed?.kind === 'key') return failed.key;
  if (first.kind !== 'variable') return selectAll(evaluate(first, scope), steps);
  const bound = scope.names.get(first.name);
  if (bound) return selectAll(bound, steps);
  const { value, used } = scope.resolve(first.name, steps);
  const rest = steps.slice(used);
  const isNamed = first.name === 'var' || first.name === 'local';
  return isNamed
    ? selected(value, rest, `${first.name}${stepText(steps[0])}`)
    : selectAll(value, rest);
}

/** The expression that everything is selected from, and the selections in their order. */
function chainOf(expression: Expression): readonly Expression[] {
  const chain: Expression[] = [expression];
  let current = expression;
  while (current.kind === 'attribute' || current.kind === 'index') {
    current = current.source;
    chain.push(current);
  }
  return chain.reverse();
}

function stepOf(link: Expression, scope: Scope): Step {
  if (link.kind === 'attribute') return { kind: 'name', name: link.name };
  const key = link.kind === 'index' ? evaluate(link.key, scope) : unknown('no selection');
  return { kind: 'key', key };
}

function stepText(step: Step | undefined): string {
  return step?.kind === 'name' ? `.${step.name}` : '[…]';
}

function selectAll(value: Value, steps: readonly Step[]): Value {
  return steps.reduce(
    (current, step) =>
      step.kind === 'name' ? attributeOf(current, step.name) : indexOf(current, step.key),
    value,
  );
}

/** Keeps how a value was selected, which tells the zone a record is in; also where the key is missing. */
function selected(value: Value, steps: readonly Step[], collection: string): Value {
  const result = selectAll(value, steps);
  const [step] = steps;
  if (steps.length !== 1 || !step) return result;
  const key = step.kind === 'name' ? string(step.name) : step.key;
  if (key.kind !== 'string' || (result.kind === 'failure' && !('entries' in value))) return result;
  return { ...result, selected: { collection, key: key.text, from: value } };
}

/** Known texts are kept beside what is not known. */
function evaluateTemplate(parts: readonly Expression[], scope: Scope): Value {
  const pieces = parts.map((part) => interpolated(evaluate(part, scope)));
  const failed = pieces.find((piece) => piece.kind === 'failure');
  if (failed?.kind === 'failure') return failure(failed.message, stringType);
  const secrecy = pieces.reduce<Secrecy | undefined>(
    (most, piece) => moreSecret(most, piece.secrecy),
    undefined,
  );
  const open = pieces.find((piece) => piece.kind === 'unknown');
  if (!open) return kept(string(pieces.map(pieceText).join('')), secrecy);
  const template = writtenTemplate(pieces);
  const text = unknown(reasonOf(open), stringType);
  return kept(template === undefined ? text : ({ ...text, template } as Value), secrecy);
}

const longestTemplate = 2000;

/** How a text with holes is written; undefined when a hole has no name. */
function writtenTemplate(pieces: readonly Value[]): string | undefined {
  let written = '';
  for (const piece of pieces) {
    const name = piece.kind === 'unknown' ? (piece.reference ?? piece.template) : undefined;
    if (piece.kind === 'unknown' && name === undefined) return undefined;
    const isHole = piece.kind === 'unknown' && piece.reference !== undefined;
    written += isHole ? `\${${name}}` : (name ?? pieceText(piece));
    if (written.length > longestTemplate) return undefined;
  }
  return written;
}

function pieceText(piece: Value): string {
  return piece.kind === 'string' ? piece.text : '';
}

/** The results of a `%{ for }` in a row. */
function joined(items: Value): Value {
  if (!('items' in items))
    return items.kind === 'failure' ? items : unknown(reasonOf(items), stringType);
  const texts = items.items.map(interpolated);
  const secrecy = texts.reduce((most, text) => moreSecret(most, text.secrecy), items.secrecy);
  const open = texts.find(({ kind }) => kind === 'unknown');
  const text = open ? unknown(reasonOf(open), stringType) : string(texts.map(pieceText).join(''));
  return kept(texts.find(({ kind }) => kind === 'failure') ?? text, secrecy);
}

function evaluateTuple(items: readonly Expression[], scope: Scope): Value {
  const values = items.map((item) => evaluate(item, scope));
  const result = tuple(values);
  return result.kind === 'failure'
    ? failure(result.message, tupleType(values.map(typeOf)))
    : result;
}

function evaluateObject(items: readonly ObjectItem[], scope: Scope): Value {
  const entries: [string, Value][] = [];
  const keys = new Map<string, Expression['at']>();
  let open: Value | undefined;
  let failed: Value | undefined;
  let secrecy: Secrecy | undefined;
  for (const item of items) {
    const key = evaluate(item.key, scope);
    const value = evaluate(item.value, scope);
    const name = key.kind === 'null' ? failure('null is no key') : convert(key, stringType);
    if (name.kind === 'failure') return failure(name.message);
    if (value.kind === 'failure') failed ??= value;
    secrecy = moreSecret(secrecy, key.secrecy);
    if (name.kind !== 'string') {
      open ??= name;
      continue;
    }
    entries.push([name.text, value]);
    keys.set(name.text, item.key.at);
  }
  if (failed) {
    const types = entries.map(([name, value]) => [name, typeOf(value)] as const);
    return failure(reasonOf(failed), open ? anyType : objectType(new Map(types)));
  }
  if (open) return kept(unknown(`a key of the object is not known: ${reasonOf(open)}`), secrecy);
  return kept(object(entries, keys), secrecy);
}

/** Both results take part in the type; the one that is not chosen may fail. */
function evaluateConditional(expression: ConditionalExpression, scope: Scope): Value {
  const given = evaluate(expression.condition, scope);
  const results = [evaluate(expression.yes, scope), evaluate(expression.no, scope)] as const;
  const wanted = commonType(results[0], results[1]);
  if (!wanted) {
    const mismatch = 'the results of the conditional have no type in common';
    return results.some(({ kind }) => kind === 'unknown') ? unknown(mismatch) : failure(mismatch);
  }
  if (given.kind === 'null') return failure('the condition is null', wanted);
  const condition = convert(given, boolType);
  if (condition.kind === 'failure') return failure(condition.message, wanted);
  const secrecy = [...results, given].reduce<Secrecy | undefined>(
    (most, value) => (value.kind === 'failure' ? most : moreSecret(most, value.secrecy)),
    undefined,
  );
  if (condition.kind !== 'bool') return kept(unknown(innerReason(condition), wanted), secrecy);
  const [yes, no] = results;
  const [chosen, other] = condition.truth ? [yes, no] : [no, yes];
  if (chosen.kind === 'failure') return chosen;
  // What the other one is decides the type, and so does what it turns out to be.
  if (!isWhole(other) && other.kind !== 'failure' && hasAny(typeOf(other))) {
    return kept(settled(chosen), secrecy);
  }
  return kept(convert(chosen, wanted), secrecy);
}

function commonType(yes: Value, no: Value): Type | undefined {
  const [left, right] = [typeOf(yes), typeOf(no)];
  if (yes.kind === 'null' && left.kind === 'any') return right;
  if (no.kind === 'null' && right.kind === 'any') return left;
  if (left.kind === 'any' || right.kind === 'any') return anyType;
  return unify([left, right], 'free');
}

/**
 * A result whose sibling is of a type that nobody knows: texts stay what they
 * are, but a number may have to become a text, so it counts as unknown.
 */
function settled(value: Value): Value {
  if (onlyTexts(value)) return value;
  return unknown('the type depends on something that is not known');
}

function onlyTexts(value: Value): boolean {
  if ('items' in value) return value.items.every(onlyTexts);
  if ('entries' in value) return [...value.entries.values()].every(onlyTexts);
  return value.kind !== 'number' && value.kind !== 'bool';
}
