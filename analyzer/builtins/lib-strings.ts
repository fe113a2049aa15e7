import { coerced, interpolate, printed, template } from '../strings.ts';
import {
  bool,
  failure,
  int,
  isStuck,
  list,
  string,
  Thunk,
  type Unknown,
  underCondition,
  unknown,
  type Value,
} from '../value.ts';
import { fromBinary, toBinary } from './bytes.ts';
import { readFile, withFile } from './files.ts';
import {
  type BuiltinCall,
  callWith,
  type Definitions,
  holeOf,
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
  hasPrefix: [
    2,
    (call, prefix, text) => withString(call, prefix, (known) => starts(call, known, text)),
  ],
  hasSuffix: [
    2,
    (call, suffix, text) => withString(call, suffix, (known) => ends(call, known, text)),
  ],
  hasInfix: [2, hasInfix],
  removePrefix: [2, removePrefix],
  removeSuffix: [2, removeSuffix],
  splitString: [2, splitString],
  stringToCharacters: [1, characters],
  stringAsChars: [
    2,
    (call, fn, text) => joinedValue(call, textThunk(''), mapCharacters(call, fn, text)),
  ],
  toLower: [1, (call, text) => piecewise(call, text, toLower)],
  toUpper: [1, (call, text) => piecewise(call, text, toUpper)],
  toSentenceCase: [
    1,
    (call, text) =>
      withString(call, text, (known) =>
        string(toUpper(known.slice(0, 1)) + toLower(known.slice(1))),
      ),
  ],
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
  makeBinPath: [1, (call, packages) => searchPath(call, textThunk('bin'), packages)],
  makeLibraryPath: [1, (call, packages) => searchPath(call, textThunk('lib'), packages)],
  makeIncludePath: [1, (call, packages) => searchPath(call, textThunk('include'), packages)],
  makeSearchPath: [2, searchPath],
  getName: [1, getName],
  charToInt: [
    1,
    (call, text) => withString(call, text, (known) => int(toBinary(known).charCodeAt(0))),
  ],
};

export function toLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function toUpper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function joinedList(call: BuiltinCall, separator: Thunk, items: Thunk): Value {
  return withList(call, items, (known) => joined(call, separator, known));
}

export function joinedValue(call: BuiltinCall, separator: Thunk, items: Value): Value {
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
  if (truth.kind === 'unknown')
    return unknown(underCondition(truth.reason), truth.at, [text]);
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

/** Known even for a template when its text before the first hole decides. */
function starts(call: BuiltinCall, prefix: string, text: Thunk): Value {
  const value = coerced(text.force(), call.session);
  if (value.kind === 'string') return bool(value.value.startsWith(prefix));
  if (value.kind !== 'template') return value;
  const [first] = value.parts;
  const known = typeof first === 'string' ? first : '';
  if (known.startsWith(prefix)) return bool(true);
  return prefix.startsWith(known) ? holeOf(value) : bool(false);
}

function ends(call: BuiltinCall, suffix: string, text: Thunk): Value {
  const value = coerced(text.force(), call.session);
  if (value.kind === 'string') return bool(value.value.endsWith(suffix));
  if (value.kind !== 'template') return value;
  const last = value.parts.at(-1);
  const known = typeof last === 'string' ? last : '';
  if (known.endsWith(suffix)) return bool(true);
  return suffix.endsWith(known) ? holeOf(value) : bool(false);
}

function hasInfix(call: BuiltinCall, infix: Thunk, text: Thunk): Value {
  return withString(call, infix, (wanted) => {
    const value = coerced(text.force(), call.session);
    if (value.kind === 'string') return bool(value.value.includes(wanted));
    if (value.kind !== 'template') return value;
    const inside = value.parts.some((part) => typeof part === 'string' && part.includes(wanted));
    return inside ? bool(true) : holeOf(value);
  });
}

function removePrefix(call: BuiltinCall, prefix: Thunk, text: Thunk): Value {
  return withString(call, prefix, (known) => {
    const found = starts(call, known, text);
    if (found.kind !== 'bool') return found;
    const value = coerced(text.force(), call.session);
    if (!found.value) return value;
    if (value.kind === 'string') return string(value.value.slice(known.length));
    if (value.kind !== 'template') return value;
    const [first, ...rest] = value.parts;
    return template([typeof first === 'string' ? first.slice(known.length) : '', ...rest]);
  });
}

function removeSuffix(call: BuiltinCall, suffix: Thunk, text: Thunk): Value {
  return withString(call, suffix, (known) => {
    const found = ends(call, known, text);
    if (found.kind !== 'bool') return found;
    const value = coerced(text.force(), call.session);
    if (!found.value) return value;
    if (value.kind === 'string')
      return string(value.value.slice(0, value.value.length - known.length));
    if (value.kind !== 'template') return value;
    const last = value.parts.at(-1);
    const kept = typeof last === 'string' ? last.slice(0, last.length - known.length) : '';
    return template([...value.parts.slice(0, -1), kept]);
  });
}

/** Of a template, the pieces that no hole touches are known. */
function splitString(call: BuiltinCall, separator: Thunk, text: Thunk): Value {
  return withString(call, separator, (between) => {
    const value = coerced(text.force(), call.session);
    const at = (piece: string): Thunk => Thunk.of(string(piece), text.site);
    if (value.kind === 'string') {
      const problem = overBudget(call, value.value.length);
      if (problem) return problem;
      if (between === '') return unknown({ kind: 'unsupported', construct: 'lib.splitString' });
      return list(value.value.split(between).map(at));
    }
    if (value.kind !== 'template' || between.length !== 1)
      return value.kind === 'template' ? holeOf(value) : value;
    const pieces = value.parts.flatMap((part, index) =>
      typeof part === 'string'
        ? untouched(part.split(between), [index > 0, index < value.parts.length - 1])
        : [],
    );
    return list(pieces.map(at), holeIn(value.parts));
  });
}

function holeIn(parts: readonly (string | Unknown)[]): Unknown | undefined {
  for (const part of parts) if (typeof part !== 'string') return part;
  return undefined;
}

function untouched(
  pieces: readonly string[],
  [before, after]: readonly [boolean, boolean],
): string[] {
  return pieces.slice(before ? 1 : 0, after ? -1 : undefined);
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

/** The packages' directories; the packages themselves are holes. */
function searchPath(call: BuiltinCall, directory: Thunk, packages: Thunk): Value {
  return withList(call, packages, ({ items, open }) => {
    if (open) return open;
    const paths = items.map(
      (item) => new Thunk(item.site, () => interpolate([item, '/', directory], call.session)),
    );
    return joined(call, textThunk(':'), list(paths));
  });
}

function getName(call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  if (value.kind === 'attrs') {
    const name = value.get('pname');
    return name
      ? name.value.force()
      : (value.open ?? nameOf(call, value.get('name')?.value ?? thunk));
  }
  return nameOf(call, thunk);
}

function nameOf(call: BuiltinCall, name: Thunk): Value {
  return withString(call, name, (text) => {
    const dash = text.search(/-[^a-zA-Z]/);
    return string(dash < 0 ? text : text.slice(0, dash));
  });
}
