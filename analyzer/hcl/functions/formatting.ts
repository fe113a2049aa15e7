import { encodeJson, quotedJson } from '../formats/json.ts';
import { convert } from '../values/convert.ts';
import { isInteger, toInteger } from '../values/number.ts';
import { formatted } from '../values/number-format.ts';
import { boolType, collectionType, numberType, stringType } from '../values/type.ts';
import {
  failure,
  innerReason,
  isWhole,
  list,
  reasonOf,
  type Sequence,
  string,
  unknown,
  type Value,
} from '../values/value.ts';
import { clustersOf } from './clusters.ts';
import { anything, type Functions, text, textAt, wrong } from './function.ts';

export const formattingFunctions: Functions = {
  format: {
    parameters: [text],
    rest: anything,
    returns: stringType,
    call: (given) => formattedText(textAt(given, 0), given.slice(1)),
  },
  formatlist: {
    parameters: [text],
    rest: anything,
    returns: collectionType('list', stringType),
    call: (given) => formattedList(textAt(given, 0), given.slice(1)),
  },
};

/** One `%d` and its kin, with what stands between the sign and the letter. */
interface Verb {
  readonly letter: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly index: number | undefined;
}

const widest = 10_000;
const verbPattern = /^%([0#\-+ ]*)([1-9]\d*)?(?:\.(\d*))?(?:\[([1-9]\d*)\])?([A-Za-z])/;

function formattedText(form: string, given: readonly Value[]): Value {
  const open = given.find((value) => !isWhole(value));
  if (open) return unknown(innerReason(open), stringType);
  let result = '';
  let next = 1;
  let highest = 0;
  for (const piece of piecesOf(form)) {
    if (typeof piece === 'string') {
      result += piece;
      continue;
    }
    const index = piece.index ?? next;
    const text = printed(piece, given[index - 1]);
    if (text.kind !== 'string') return text;
    result += text.text;
    highest = Math.max(highest, index);
    next = index + 1;
  }
  return highest < given.length ? wrong('there are more arguments than verbs') : string(result);
}

/** Texts and verbs in turn; a verb without a letter means nothing. */
function* piecesOf(form: string): Generator<string | Verb> {
  for (let at = 0; at < form.length; ) {
    if (form[at] !== '%') {
      const end = form.indexOf('%', at);
      yield form.slice(at, end === -1 ? form.length : end);
      at = end === -1 ? form.length : end;
    } else if (form[at + 1] === '%') {
      yield '%';
      at += 2;
    } else {
      const match = verbPattern.exec(form.slice(at, at + 100));
      yield verbOf(match ?? []);
      at += match?.[0].length ?? 1;
    }
  }
}

function verbOf(match: readonly string[]): Verb {
  const [, flags = '', width, precision, index, letter = ''] = match;
  return {
    letter,
    flags,
    width: Number(width ?? 0),
    precision: precision === undefined ? undefined : Number(precision),
    index: index === undefined ? undefined : Number(index),
  };
}

function printed(verb: Verb, value: Value | undefined): Value {
  if (verb.letter === '') return wrong('the format has a verb that means nothing');
  if (!value) return wrong('there are more verbs than arguments');
  if (verb.width > widest || (verb.precision ?? 0) > widest) {
    return unknown('the text is too long', stringType);
  }
  if (verb.letter === 'v') return padded(verb, asIs(verb, value));
  if (value.kind === 'null') return wrong('null cannot be formatted');
  switch (verb.letter) {
    case 't': {
      const truth = convert(value, boolType);
      return truth.kind === 'bool' ? string(String(truth.truth)) : truth;
    }
    case 's':
    case 'q':
      return printedText(verb, convert(value, stringType));
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
      return printedInteger(verb, convert(value, numberType));
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return printedFraction(verb, convert(value, numberType));
    default:
      return wrong(`the verb \`%${verb.letter}\` means nothing`);
  }
}

function asIs({ flags }: Verb, value: Value): string | undefined {
  if (!flags.includes('#') && value.kind === 'string') return value.text;
  if (!flags.includes('#') && value.kind === 'number') return formatted(value.number, 'g');
  return encodeJson(value);
}

function printedText(verb: Verb, value: Value): Value {
  if (value.kind !== 'string') return value;
  const clusters = verb.precision ? clustersOf(value.text)?.slice(0, verb.precision) : [value.text];
  const cut = clusters?.join('');
  return padded(verb, cut !== undefined && verb.letter === 'q' ? quotedJson(cut) : cut);
}

/** Blanks, or zeros where they are asked for, up to the width. */
function padded({ width, flags }: Verb, text: string | undefined): Value {
  const length = text === undefined ? undefined : clustersOf(text)?.length;
  if (text === undefined || length === undefined)
    return unknown('the text is not formatted', stringType);
  const padding = (flags.includes('0') ? '0' : ' ').repeat(Math.max(0, width - length));
  return string(flags.includes('-') ? text + padding : padding + text);
}

const radixes: { readonly [letter: string]: readonly [number, string] } = {
  b: [2, '0b'],
  d: [10, ''],
  o: [8, '0'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function printedInteger(verb: Verb, value: Value): Value {
  if (value.kind !== 'number') return value;
  if (!isInteger(value.number)) return wrong('a whole number is required');
  const whole = toInteger(value.number);
  const [radix, mark] = radixes[verb.letter] ?? [10, ''];
  const { flags, precision } = verb;
  const plain = (whole < 0n ? -whole : whole).toString(radix);
  const digits = verb.letter === 'X' ? plain.toUpperCase() : plain;
  if (precision === 0 && whole === 0n) return string('');
  const least = digits.padStart(precision ?? 0, '0');
  const front = `${signOf(flags, whole < 0n)}${flags.includes('#') ? mark : ''}`;
  return string(filled(verb, [front, least], precision === undefined));
}

function printedFraction(verb: Verb, value: Value): Value {
  if (value.kind !== 'number') return value;
  const { letter, flags, precision } = verb;
  const form = letter.toLowerCase();
  if (form !== 'e' && form !== 'f' && form !== 'g') return wrong('the verb means nothing');
  const text = formatted(value.number, form, precision);
  const digits = text.replace(/^-/, '');
  const front = signOf(flags, text.startsWith('-'));
  return string(filled(verb, [front, letter === form ? digits : digits.toUpperCase()], true));
}

function signOf(flags: string, negative: boolean): string {
  if (negative) return '-';
  if (flags.includes('+')) return '+';
  return flags.includes(' ') ? ' ' : '';
}

/** Zeros go between the sign and the digits, blanks around them. */
function filled(
  { width, flags }: Verb,
  [front, digits]: readonly [string, string],
  takesZeros: boolean,
): string {
  const missing = Math.max(0, width - front.length - digits.length);
  if (flags.includes('-')) return front + digits + ' '.repeat(missing);
  if (flags.includes('0') && takesZeros) return front + '0'.repeat(missing) + digits;
  return ' '.repeat(missing) + front + digits;
}

/** Once for each element of the lists among the arguments. */
function formattedList(form: string, given: readonly Value[]): Value {
  const lists = given.filter((value): value is Value & Sequence => 'items' in value);
  const open = given.find(
    (value) => value.kind === 'unknown' || (value.kind === 'set' && !isWhole(value)),
  );
  if (open) return unknown(reasonOf(open), collectionType('list', stringType));
  const length = lists[0]?.items.length ?? 1;
  if (lists.some(({ items }) => items.length !== length))
    return failure('the lists differ in length');
  const results: Value[] = [];
  for (let index = 0; index < length; index++) {
    const row = given.map((value) => ('items' in value ? (value.items[index] ?? value) : value));
    const result = formattedText(form, row);
    if (result.kind === 'failure') return result;
    results.push(result);
  }
  return list(stringType, results);
}
