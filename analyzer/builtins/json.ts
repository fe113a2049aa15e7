import { deepestEvaluation } from '../evaluate/session.ts';
import { coerced, template } from '../evaluate/strings.ts';
import {
  type Attributes,
  failure,
  type List,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { entriesOf } from './attribute-views.ts';
import { type BuiltinCall, callWith, type Definitions } from './function.ts';
import { parseJson, withDataText } from './json-text.ts';

export const jsonFunctions: Definitions = {
  fromJSON: [1, fromJson],
  toJSON: [1, toJson],
};

/** The value of JSON text, or of the data that a derivation writes as JSON. */
export function fromJson(call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  const data = value.kind === 'unknown' ? value.json : undefined;
  return data ? data.force() : withDataText(call, thunk, parseJson);
}

/** JSON text; what is unknown leaves holes. */
function toJson(call: BuiltinCall, thunk: Thunk): Value {
  const parts: (string | Unknown)[] = [];
  const problem = print(call, thunk.force(), parts);
  return problem ?? template(parts);
}

type Parts = (string | Unknown)[];

function print(call: BuiltinCall, value: Value, parts: Parts): Value | undefined {
  switch (value.kind) {
    case 'null':
      parts.push('null');
      return undefined;
    case 'bool':
    case 'int':
      parts.push(String(value.value));
      return undefined;
    case 'float':
      parts.push(floatText(value.value));
      return undefined;
    case 'string':
      parts.push(JSON.stringify(value.value));
      return undefined;
    case 'template':
      printTemplate(value.parts, parts);
      return undefined;
    case 'path':
      return printCoerced(call, value, parts);
    case 'list':
      return nested(call, () => printList(call, value, parts));
    case 'attrs':
      return nested(call, () => printSet(call, value, parts));
    case 'lambda':
      return failure('a function cannot be JSON');
    case 'failure':
      return value;
    case 'unknown':
      parts.push(value);
      return undefined;
  }
}

function nested(call: BuiltinCall, next: () => Value | undefined): Value | undefined {
  const { session } = call;
  if (session.depth > deepestEvaluation || session.steps <= 0) return unknown({ kind: 'budget' });
  session.steps--;
  session.depth += 2;
  const problem = next();
  session.depth -= 2;
  return problem;
}

function printTemplate(pieces: readonly (string | Unknown)[], parts: Parts): void {
  parts.push('"');
  for (const piece of pieces)
    parts.push(typeof piece === 'string' ? JSON.stringify(piece).slice(1, -1) : piece);
  parts.push('"');
}

/** A path is copied to the store, which gives it a name nobody knows. */
function printCoerced(call: BuiltinCall, value: Value, parts: Parts): Value | undefined {
  const text = coerced(value, call.session);
  if (text.kind === 'string') parts.push(JSON.stringify(text.value));
  else if (text.kind === 'template') printTemplate(text.parts, parts);
  else return text;
  return undefined;
}

function printList(call: BuiltinCall, list: List, parts: Parts): Value | undefined {
  if (list.open) {
    parts.push(list.open);
    return undefined;
  }
  parts.push('[');
  for (const [index, item] of list.items.entries()) {
    if (index > 0) parts.push(',');
    const problem = print(call, item.force(), parts);
    if (problem) return problem;
  }
  parts.push(']');
  return undefined;
}

function printSet(call: BuiltinCall, set: Attributes, parts: Parts): Value | undefined {
  const toText = set.get('__toString');
  if (toText) {
    const self = Thunk.of(set);
    return printCoerced(call, callWith(call, toText.value, self), parts);
  }
  const outPath = set.get('outPath');
  if (outPath) return print(call, outPath.value.force(), parts);
  if (set.open) {
    parts.push(set.open);
    return undefined;
  }
  parts.push('{');
  for (const [index, [name, attribute]] of entriesOf(set).entries()) {
    parts.push(`${index > 0 ? ',' : ''}${JSON.stringify(name)}:`);
    const problem = print(call, attribute.value.force(), parts);
    if (problem) return problem;
  }
  parts.push('}');
  return undefined;
}

/** The shortest digits that give the number back, always with a fraction or an exponent. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 15) {
    const text =
      power < 0 ? value.toFixed(mantissa.replace(/[-.]/g, '').length - 1 - power) : String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const digits = String(Math.abs(power)).padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${digits}`;
}
