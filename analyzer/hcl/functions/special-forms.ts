import { evaluateIn, type Scope } from '../evaluate/scope.ts';
import type { CallExpression } from '../syntax/expression.ts';
import { lowerTerm } from '../syntax/lower.ts';
import { lowerTemplateText } from '../syntax/lower-template.ts';
import { convert } from '../values/convert.ts';
import { boolType, stringType } from '../values/type.ts';
import {
  failure,
  innerReason,
  isWhole,
  kept,
  moreSecret,
  reasonOf,
  secrecyIn,
  unknown,
  type Value,
} from '../values/value.ts';
import { readText } from './files.ts';
import { typeFrom } from './type-expressions.ts';

type SpecialForm = (call: CallExpression, scope: Scope) => Value;

/** What looks like a function and takes expressions rather than values. */
export const specialForms: { readonly [name: string]: SpecialForm } = {
  try: firstSound,
  can: isSound,
  nonsensitive: lifted,
  convert: convertedTo,
  templatefile: (call, scope) =>
    withTwo(call, scope, (path, names) => {
      if (path.kind !== 'string') return path;
      const text = readText(path.text, scope.session);
      return text.kind === 'string' ? rendered(text.text, names, scope) : unknown(reasonOf(text));
    }),
  templatestring: (call, scope) =>
    withTwo(call, scope, (text, names) =>
      text.kind === 'string' ? rendered(text.text, names, scope) : text,
    ),
};

/** Something that is not wholly known may still fail, and then the next one would count. */
function firstSound({ arguments: given, expands }: CallExpression, scope: Scope): Value {
  if (expands) return unknown('a call of `try` with `...` is not evaluated');
  for (const expression of given) {
    const value = evaluateIn(expression, scope);
    if (value.kind === 'failure') continue;
    return isWhole(value) ? value : kept(unsure(value), secrecyIn(value));
  }
  return failure('no argument of `try` is without failure');
}

/** A reference keeps how it is written. */
function unsure(value: Value): Value {
  const base = unknown(innerReason(value));
  const reference = value.kind === 'unknown' ? value.reference : undefined;
  return reference === undefined ? base : ({ ...base, reference } as Value);
}

function isSound({ arguments: given }: CallExpression, scope: Scope): Value {
  const [expression] = given;
  if (!expression || given.length > 1) return failure('`can` has one argument');
  const value = evaluateIn(expression, scope);
  if (value.kind === 'failure') return { kind: 'bool', truth: false };
  return isWhole(value) ? { kind: 'bool', truth: true } : unknown(innerReason(value), boolType);
}

/** What is secret by its origin stays so. */
function lifted({ arguments: given }: CallExpression, scope: Scope): Value {
  const [expression] = given;
  if (!expression || given.length > 1) return failure('`nonsensitive` has one argument');
  const value = evaluateIn(expression, scope);
  if (value.secrecy !== 'sensitive') return value;
  const { secrecy: _, ...plain } = value;
  return plain;
}

function convertedTo({ arguments: given }: CallExpression, scope: Scope): Value {
  const [expression, wanted] = given;
  if (!expression || !wanted || given.length > 2) return failure('`convert` has two arguments');
  const type = typeFrom(wanted);
  if (!type) return unknown('the type is not read');
  return convert(evaluateIn(expression, scope), type);
}

function withTwo(
  { arguments: given, expands }: CallExpression,
  scope: Scope,
  use: (text: Value, names: Value) => Value,
): Value {
  const [first, second] = given;
  if (!first || !second || given.length > 2 || expands)
    return failure('two arguments are required');
  const text = convert(evaluateIn(first, scope), stringType);
  const names = evaluateIn(second, scope);
  const failed = [text, names].find(({ kind }) => kind === 'failure');
  if (failed) return failed;
  if (text.kind === 'null') return failure('the text is null');
  return kept(use(text, names), moreSecret(secrecyIn(text), names.secrecy));
}

const deepestTemplate = 20;

/** The template knows the given names and nothing else. */
function rendered(text: string, given: Value, scope: Scope): Value {
  if (given.kind === 'unknown') return unknown(given.reason);
  if (!('entries' in given)) return failure('the names of a template are a map');
  const names = [...given.entries.keys()];
  if (!names.every((name) => /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name))) {
    return failure('a name for the template is none');
  }
  const { session } = scope;
  if (session.templates >= deepestTemplate)
    return unknown('templates are inside each other too deeply');
  session.templates++;
  const expression = lowerTemplateText(text, { file: '' as never, expr: 0 }, lowerTerm);
  const value = evaluateIn(expression, {
    session,
    names: given.entries,
    resolve: (root) => ({ value: failure(`the template is given no \`${root}\``), used: 0 }),
  });
  session.templates--;
  const { at: _, ...plain } = value;
  return plain as Value;
}
