import { interpolate, printed } from '../evaluate/strings.ts';
import {
  bool,
  failure,
  int,
  isStuck,
  list,
  string,
  Thunk,
  underCondition,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { fromBinary, toBinary } from './bytes.ts';
import { readFile, withFile } from './files.ts';
import {
  type BuiltinCall,
  callWith,
  type Definitions,
  overBudget,
  withInteger,
  withList,
  withString,
} from './function.ts';
import { mapToList } from './lib-attribute-sets.ts';
import { map } from './lists.ts';
import { joined, piecewise, textThunk } from './strings.ts';

/** What `lib.strings` adds to the builtins: joining, splitting and looking into strings. */
export const libStringFunctions: Definitions = {
  concatStrings: [1, (call, items) => joinedList(call, textThunk(''), items)],
  join: [2, (call, separator, items) => joinedList(call, separator, items)],
  concatMapStrings: [
    2,
    (call, fn, items) => joinedValue(call, textThunk(''), map(call, fn, items)),
  ],
  concatMapStringsSep: [
    3,
    (call, separator, fn, items) => joinedValue(call, separator, map(call, fn, items)),
  ],
  concatImapStrings: [2, (call, fn, items) => joinedIndexed(call, textThunk(''), [fn, items])],
  concatImapStringsSep: [
    3,
    (call, separator, fn, items) => joinedIndexed(call, separator, [fn, items]),
  ],
  concatMapAttrsStringSep: [
    3,
    (call, separator, fn, set) => joinedValue(call, separator, mapToList(call, fn, set)),
  ],
  concatLines: [1, concatLines],
  intersperse: [2, intersperse],
  optionalString: [2, optionalString],
  replaceString: [3, replaceString],
  stringToCharacters: [1, characters],
  stringAsChars: [
    2,
    (call, fn, text) => joinedValue(call, textThunk(''), mapCharacters(call, fn, text)),
  ],
  toLower: [1, (call, text) => piecewise(call, text, toLower)],
  toUpper: [1, (call, text) => piecewise(call, text, toUpper)],
  toSentenceCase: [1, toSentenceCase],
  trim: [
    1,
    (call, text) =>
      withString(call, text, (known) =>
        string(known.replace(/^[ \t\r\n]+/, '').replace(/[ \t\r\n]+$/, '')),
      ),
  ],
  toInt: [1, (call, text) => toInteger(call, text, /^0[0-9]+/)],
  toIntBase10: [1, (call, text) => toInteger(call, text, undefined)],
  fixedWidthString: [3, fixedWidth],
  fixedWidthNumber: [
    2,
    (call, width, number) =>
      fixedWidth(call, width, textThunk('0'), Thunk.of(printed(number.force(), call.session))),
  ],
  fileContents: [1, fileContents],
  isStringLike: [1, isStringLike],
  charToInt: [
    1,
    (call, text) => withString(call, text, (known) => int(toBinary(known).charCodeAt(0))),
  ],
};

function toLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function toUpper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Refuses what is no string with an error that can be caught. */
function toSentenceCase(call: BuiltinCall, text: Thunk): Value {
  const sentence = withString(call, text, (known) =>
    string(toUpper(known.slice(0, 1)) + toLower(known.slice(1))),
  );
  const isText = text.force().kind !== 'failure';
  return sentence.kind === 'failure' && isText ? { ...sentence, catchable: true } : sentence;
}

function joinedList(call: BuiltinCall, separator: Thunk, items: Thunk): Value {
  return withList(call, items, (known) => joined(call, separator, known));
}

function joinedValue(call: BuiltinCall, separator: Thunk, items: Value): Value {
  return items.kind === 'list' ? joined(call, separator, items) : items;
}

function joinedIndexed(
  call: BuiltinCall,
  separator: Thunk,
  [fn, items]: readonly [Thunk, Thunk],
): Value {
  return withList(call, items, ({ items, open }) => {
    const made = items.map(
      (item, index) =>
        new Thunk(item.site, () => callWith(call, fn, Thunk.of(int(index + 1)), item)),
    );
    return joined(call, separator, list(made, open));
  });
}

function concatLines(call: BuiltinCall, lines: Thunk): Value {
  return withList(
    call,
    lines,
    ({ items, open }) =>
      open ??
      interpolate(
        items.flatMap((item) => [item, '\n']),
        call.session,
      ),
  );
}

function intersperse(call: BuiltinCall, separator: Thunk, items: Thunk): Value {
  return withList(call, items, ({ items, open }) =>
    list(
      items.flatMap((item, index) => (index > 0 ? [separator, item] : [item])),
      open,
    ),
  );
}

function optionalString(call: BuiltinCall, condition: Thunk, text: Thunk): Value {
  const truth = condition.force();
  if (truth.kind === 'bool') return truth.value ? text.force() : string('');
  if (truth.kind === 'unknown') return unknown(underCondition(truth.reason), truth.at, [text]);
  return isStuck(truth) ? truth : failure(`\`${call.name}\` needs a Boolean`, condition.site);
}

function replaceString(call: BuiltinCall, from: Thunk, to: Thunk, text: Thunk): Value {
  return withString(call, from, (pattern) =>
    withString(call, to, (replacement) =>
      pattern.length === 1
        ? piecewise(call, text, (known) => known.replaceAll(pattern, () => replacement))
        : withString(call, text, (known) =>
            pattern === ''
              ? unknown({ kind: 'unsupported', construct: 'lib.replaceString' })
              : string(known.replaceAll(pattern, () => replacement)),
          ),
    ),
  );
}

function characters(call: BuiltinCall, text: Thunk): Value {
  return withString(call, text, (known) => {
    const binary = toBinary(known);
    const problem = overBudget(call, binary.length);
    if (problem) return problem;
    return list([...binary].map((byte) => Thunk.of(characterOf(byte), text.site)));
  });
}

function characterOf(byte: string): Value {
  const text = fromBinary(byte);
  return text === undefined
    ? unknown({ kind: 'unsupported', construct: 'half of a character' })
    : string(text);
}

function mapCharacters(call: BuiltinCall, fn: Thunk, text: Thunk): Value {
  return map(call, fn, Thunk.of(characters(call, text), text.site));
}

/** Zeros in front could mean octal, which nixpkgs refuses to decide. */
function toInteger(call: BuiltinCall, text: Thunk, ambiguous: RegExp | undefined): Value {
  return withString(call, text, (known) => {
    const digits = /^[ \t-\r]*(-?[0-9]+)[ \t-\r]*$/.exec(known)?.[1];
    if (digits === undefined || ambiguous?.test(digits))
      return {
        kind: 'failure',
        message: `cannot convert \`${known}\` to an integer`,
        at: text.site,
        catchable: true,
      };
    const value = BigInt(digits);
    return BigInt.asIntN(64, value) === value
      ? int(value)
      : failure('the integer does not fit', text.site);
  });
}

function fixedWidth(call: BuiltinCall, width: Thunk, filler: Thunk, text: Thunk): Value {
  return withInteger(call, width, (wanted) =>
    withString(call, filler, (fill) =>
      withString(call, text, (known) => {
        const missing = Number(wanted) - toBinary(known).length;
        const fits = missing >= 0 && fill.length > 0 && missing % toBinary(fill).length === 0;
        if (missing !== 0 && !fits)
          return {
            kind: 'failure',
            message: 'the text is too wide',
            at: text.site,
            catchable: true,
          };
        const problem = overBudget(call, missing);
        return problem ?? string(fill.repeat(missing === 0 ? 0 : missing / fill.length) + known);
      }),
    ),
  );
}

/** A file without the newline at its end. */
function fileContents(call: BuiltinCall, path: Thunk): Value {
  return withFile(path, (file) => {
    const text = readFile(call, file, path.site);
    return text.kind === 'string' ? string(text.value.replace(/\n$/, '')) : text;
  });
}

function isStringLike(_call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  if (isStuck(value)) return value;
  if (value.kind !== 'attrs')
    return bool(value.kind === 'string' || value.kind === 'template' || value.kind === 'path');
  return value.get('outPath') || value.get('__toString') ? bool(true) : (value.open ?? bool(false));
}

/** The functions of `lib.strings` that have namesakes for lists. */
export const stringReplicateFunctions: Definitions = {
  replicate: [
    2,
    (call, number, text) =>
      withInteger(call, number, (count) =>
        withString(call, text, (known) => {
          const problem =
            count < 0n ? undefined : overBudget(call, count * BigInt(known.length + 1));
          return problem ?? string(known.repeat(Math.max(0, Number(count))));
        }),
      ),
  ],
};
