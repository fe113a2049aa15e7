import { evaluateIn, type Scope, spend } from '../evaluate/scope.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { convert } from '../values/convert.ts';
import {
  failure,
  kept,
  moreSecret,
  reasonOf,
  type Secrecy,
  secrecyIn,
  sizeOf,
  unknown,
  type Value,
} from '../values/value.ts';
import type { HclFunction, Parameter } from './function.ts';
import { specialForms } from './special-forms.ts';
import { functions } from './table.ts';

/** Calls a function of OpenTofu; those of providers are unknown. */
export function callFunction(call: CallExpression, scope: Scope): Value {
  const name = call.name.replace(/^core::/, '');
  const special = Object.hasOwn(specialForms, name) ? specialForms[name] : undefined;
  if (special) return special(call, scope);
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!found) return missing(name);
  const given = argumentsOf(call, scope);
  return Array.isArray(given) ? apply([name, found], given, scope) : (given as Value);
}

/** Assumptions about values that only a run knows are functions of newer versions alone. */
function missing(name: string): Value {
  if (name.includes('::')) return unknown(`\`${name}\` is a function of a provider`);
  if (name.startsWith('assume')) return unknown(`\`${name}\` is not evaluated`);
  return failure(`there is no function \`${name}\``);
}

/** The values of the arguments, the last one spread where `...` says so; a value when that cannot be told. */
function argumentsOf(call: CallExpression, scope: Scope): readonly Value[] | Value {
  const given = call.arguments.map((argument: Expression) => evaluateIn(argument, scope));
  if (!call.expands) return given;
  const last = given.at(-1) ?? failure('nothing is there to spread');
  if (last.kind === 'failure') return last;
  if (last.kind === 'unknown') return unknown(last.reason);
  if (!('items' in last)) return failure(`a ${last.kind} cannot be spread over arguments`);
  return [...given.slice(0, -1), ...last.items.map((item) => kept(item, last.secrecy))];
}

function apply(
  [name, found]: readonly [string, HclFunction],
  given: readonly Value[],
  scope: Scope,
): Value {
  const { parameters, rest } = found;
  if (given.length < parameters.length || (!rest && given.length > parameters.length)) {
    return failure(`\`${name}\` has another number of arguments`);
  }
  const parameterAt = (index: number): Parameter =>
    parameters[index] ?? rest ?? { type: { kind: 'any' } };
  const values = given.map((value, index) => accepted(value, parameterAt(index)));
  const failed = values.find((value) => value.kind === 'failure');
  if (failed?.kind === 'failure') return failure(`\`${name}\`: ${failed.message}`);
  const secrecy = secrecyOf(found, values);
  const open = values.find(
    (value, index) => value.kind === 'unknown' && !parameterAt(index).acceptsUnknown,
  );
  if (open) return kept(unknown(reasonOf(open), found.returns), secrecy);
  const cost = values.reduce((sum, value) => sum + sizeOf(value), 1);
  if (!spend(scope.session, cost)) return unknown('too much to evaluate');
  const result = found.call(values, scope.session);
  if (result.kind === 'failure') return failure(`\`${name}\`: ${result.message}`);
  return kept(result, secrecy);
}

/** The argument as the parameter wants it, or why it is none. */
function accepted(value: Value, { type, acceptsNull, wantsType }: Parameter): Value {
  const converted = convert(value, type);
  if (wantsType && converted.kind === 'null' && converted.type.kind === 'any') {
    return unknown('null has no type here');
  }
  return converted.kind === 'null' && !acceptsNull ? failure('an argument is null') : converted;
}

function secrecyOf(found: HclFunction, values: readonly Value[]): Secrecy | undefined {
  if (found.isPublic) return undefined;
  return values.reduce<Secrecy | undefined>(
    (most, value) => moreSecret(most, found.keepsPlaces ? value.secrecy : secrecyIn(value)),
    undefined,
  );
}
