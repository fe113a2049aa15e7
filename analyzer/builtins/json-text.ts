import { siteAt } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import {
  type Attribute,
  attributes,
  failure,
  falseValue,
  int,
  isStuck,
  list,
  nullValue,
  string,
  Thunk,
  trueValue,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import type { Site } from '../site.ts';
import { type BuiltinCall, overBudget, withString } from './function.ts';

/** A text to take apart, with the file that has just this text, if there is one. */
export interface DataText {
  readonly text: string;
  readonly file: FilePath | undefined;
}

/** Takes a known text apart; one that a file holds knows which. */
export function withDataText(
  call: BuiltinCall,
  thunk: Thunk,
  parse: (call: BuiltinCall, text: DataText) => Value,
): Value {
  const value = thunk.force();
  const file = value.kind === 'string' ? value.file : undefined;
  return withString(call, thunk, (text) => parse(call, { text, file }));
}

interface Reading extends DataText {
  at: number;
  depth: number;
}

/** Deeper texts are not read, so that none can exhaust the stack. */
const deepest = 200;

/**
 * The value of a JSON text. Integers stay integers, which the parser of the
 * host cannot tell. What stands in a file knows its place there.
 */
export function parseJson(call: BuiltinCall, { text, file }: DataText): Value {
  const problem = overBudget(call, Math.ceil(text.length / 16));
  if (problem) return problem;
  const reading = { text, file, at: 0, depth: 0 };
  const value = read(reading);
  if (value.kind === 'failure' || value.kind === 'unknown') return value;
  skipSpace(reading);
  return reading.at === text.length ? value : bad(reading);
}

function read(reading: Reading): Value {
  skipSpace(reading);
  switch (reading.text[reading.at]) {
    case '{':
      return nested(reading, readObject);
    case '[':
      return nested(reading, readArray);
    case '"': {
      const text = readString(reading);
      return text === undefined ? bad(reading) : string(text);
    }
    case 't':
      return word(reading, 'true', trueValue);
    case 'f':
      return word(reading, 'false', falseValue);
    case 'n':
      return word(reading, 'null', nullValue);
    default:
      return readNumber(reading);
  }
}

function bad(reading: Reading): Value {
  return failure(`the JSON text is broken at ${reading.at}`);
}

function nested(reading: Reading, next: (reading: Reading) => Value): Value {
  if (reading.depth >= deepest) return unknown({ kind: 'budget' });
  reading.depth++;
  reading.at++;
  const value = next(reading);
  reading.depth--;
  return value;
}

function readObject(reading: Reading): Value {
  const entries = new Map<string, Attribute>();
  if (taken(reading, '}')) return attributes(entries);
  for (;;) {
    skipSpace(reading);
    const start = reading.at;
    const name = readString(reading);
    const at = siteFrom(reading, start);
    if (name === undefined || !taken(reading, ':')) return bad(reading);
    const value = readItem(reading);
    if (!(value instanceof Thunk)) return value;
    entries.set(name, { value, at });
    if (taken(reading, '}')) return attributes(entries);
    if (!taken(reading, ',')) return bad(reading);
  }
}

function readArray(reading: Reading): Value {
  const items: Thunk[] = [];
  if (taken(reading, ']')) return list(items);
  for (;;) {
    const value = readItem(reading);
    if (!(value instanceof Thunk)) return value;
    items.push(value);
    if (taken(reading, ']')) return list(items);
    if (!taken(reading, ',')) return bad(reading);
  }
}

/** A value with its place, or why there is none. */
function readItem(reading: Reading): Thunk | Value {
  skipSpace(reading);
  const start = reading.at;
  const value = read(reading);
  return isStuck(value) ? value : Thunk.of(value, siteFrom(reading, start));
}

function siteFrom({ file, at }: Reading, start: number): Site | undefined {
  return file && siteAt(file, { start, end: at });
}

/** The text of a string, decoded by the parser of the host. */
function readString(reading: Reading): string | undefined {
  const pattern = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
  pattern.lastIndex = reading.at;
  const literal = pattern.exec(reading.text)?.[0];
  if (literal === undefined) return undefined;
  reading.at += literal.length;
  const value: unknown = JSON.parse(literal);
  return typeof value === 'string' && !value.includes('\0') ? value : undefined;
}

function readNumber(reading: Reading): Value {
  const pattern = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
  pattern.lastIndex = reading.at;
  const found = pattern.exec(reading.text);
  if (!found) return bad(reading);
  const [digits, fraction, exponent] = found;
  reading.at += digits.length;
  if (fraction !== undefined || exponent !== undefined)
    return { kind: 'float', value: Number(digits) };
  const value = BigInt(digits);
  return BigInt.asIntN(64, value) === value
    ? int(value)
    : unsupported('a JSON integer of more than 64 bits');
}

function word(reading: Reading, text: string, value: Value): Value {
  if (!reading.text.startsWith(text, reading.at)) return bad(reading);
  reading.at += text.length;
  return value;
}

function taken(reading: Reading, character: string): boolean {
  skipSpace(reading);
  if (reading.text[reading.at] !== character) return false;
  reading.at++;
  return true;
}

function skipSpace(reading: Reading): void {
  while (' \t\n\r'.includes(reading.text[reading.at] ?? 'x')) reading.at++;
}
