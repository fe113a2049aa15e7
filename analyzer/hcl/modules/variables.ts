import { evaluateIn } from '../evaluate/scope.ts';
import {
  constraintFrom,
  type Defaults,
  type TypeConstraint,
} from '../functions/type-expressions.ts';
import type { HclBlock } from '../syntax/document.ts';
import { convert } from '../values/convert.ts';
import { anyType } from '../values/type.ts';
import {
  failure,
  kept,
  object,
  type Secrecy,
  tuple,
  unknown,
  type Value,
} from '../values/value.ts';
import { attributeValue, type ModuleScope, onceIn } from './module-scope.ts';

/** The value of `var.NAME`: what is given, or the default, as the type of the variable has it. */
export function variableValue(name: string, scope: ModuleScope): Value {
  const declared = scope.module.variables.get(name);
  if (!declared) return unknown(`the variable \`${name}\` is not declared`);
  if (declared.broken !== undefined) return unknown(declared.broken);
  return onceIn(scope, `var.${name}`, (inner) => typedValue(name, declared, inner));
}

function typedValue(name: string, declared: HclBlock, scope: ModuleScope): Value {
  if (isTrue('ephemeral', declared, scope)) {
    return kept(unknown(`the variable \`${name}\` is there only during a run`), 'secret');
  }
  const constraint = constraintOf(declared);
  if (!constraint) return unknown(`the type of the variable \`${name}\` is not read`);
  const value = givenValue(name, declared, scope);
  const secrecy = secrecyOf(name, declared, scope);
  if (value === undefined) {
    const reason = `the variable \`${name}\` gets its value from outside`;
    return kept(convert(unknown(reason), constraint.type), secrecy);
  }
  const filled = withDefaults(value, constraint.defaults, scope);
  const typed = convert(filled, constraint.type);
  if (typed.kind === 'failure') return failure(`the variable \`${name}\`: ${typed.message}`);
  const selected = typed.kind === value.kind && value.at ? { ...typed, at: value.at } : typed;
  return kept(selected, secrecy);
}

/** The type that a variable is declared with; undefined when it is not read. */
export function constraintOf(declared: HclBlock): TypeConstraint | undefined {
  const type = declared.body.attributes.get('type');
  return type ? constraintFrom(type.expression) : { type: anyType, defaults: undefined };
}

/** Null counts as nothing given where the variable says so. */
function givenValue(name: string, declared: HclBlock, scope: ModuleScope): Value | undefined {
  const { attributes } = declared.body;
  const given = scope.argument(name);
  const fallback = attributes.get('default');
  const nullable = attributes.get('nullable');
  const refusesNull = nullable && attributeValue(nullable, scope);
  const isGone = given?.kind === 'null' && refusesNull?.kind === 'bool' && !refusesNull.truth;
  if (given && !isGone) return given;
  return fallback && evaluateIn(fallback.expression, scope);
}

function isTrue(name: string, block: HclBlock, scope: ModuleScope): boolean {
  const attribute = block.body.attributes.get(name);
  if (!attribute) return false;
  const value = attributeValue(attribute, scope);
  return value.kind !== 'bool' || value.truth;
}

/** Names that people give to what nobody else may know. */
const secretName =
  /(^|_)(passwords?|passwd|passphrase|secrets?|tokens?|api_?keys?|private_?keys?|access_?keys?|secret_?keys?|credentials?)$/i;

/** Whether a variable or an attribute of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

function secrecyOf(name: string, declared: HclBlock, scope: ModuleScope): Secrecy | undefined {
  if (isSecretName(name)) return 'secret';
  return isTrue('sensitive', declared, scope) ? 'sensitive' : undefined;
}

/** Attributes that may be left out get their defaults, also where they are null. */
function withDefaults(value: Value, defaults: Defaults | undefined, scope: ModuleScope): Value {
  if (!defaults) return value;
  const { own, members, elements } = defaults;
  if ('items' in value) {
    const items = value.items.map((item, index) =>
      withDefaults(item, elements ?? members.get(String(index)), scope),
    );
    return kept(tuple(items), value.secrecy);
  }
  if (!('entries' in value)) return value;
  const entries = new Map(value.entries);
  for (const [name, expression] of own) {
    const member = entries.get(name);
    if (!member || member.kind === 'null') entries.set(name, evaluateIn(expression, scope));
  }
  const filled = [...entries].map(([name, member]): [string, Value] => [
    name,
    withDefaults(member, elements ?? members.get(name), scope),
  ]);
  return kept(object(filled, value.keys), value.secrecy);
}
