import { nested } from '../evaluate/session.ts';
import {
  bool,
  failure,
  falseValue,
  int,
  isStuck,
  list,
  record,
  string,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { functionArgs } from './attribute-sets.ts';
import { readPath } from './files.ts';
import {
  type BuiltinCall,
  callWith,
  type Definitions,
  withBool,
  withInteger,
  withItems,
  withString,
} from './function.ts';
import { fromJson } from './json.ts';
import { withDataText } from './json-text.ts';
import { parseToml } from './toml.ts';

/** What `lib.trivial` adds to the builtins, beside numbers and warnings. */
export const trivialFunctions: Definitions = {
  id: [1, (_call, value) => value.force()],
  const: [2, (_call, value) => value.force()],
  pipe: [2, pipe],
  flip: [3, (call, fn, first, second) => callWith(call, fn, second, first)],
  mapNullable: [2, (call, fn, value) => mapNullable(call, fn, value)],
  importJSON: [1, (call, path) => fromJson(call, textAt(call, path))],
  importTOML: [1, (call, path) => withDataText(call, textAt(call, path), parseToml)],
  boolToString: [1, (call, value) => withBool(call, value, (truth) => string(String(truth)))],
  boolToYesNo: [1, (call, value) => withBool(call, value, (truth) => string(truth ? 'yes' : 'no'))],
  functionArgs: [1, libFunctionArgs],
  setFunctionArgs: [2, setFunctionArgs],
  isFunction: [1, isFunction],
  toFunction: [1, toFunction],
  toHexString: [
    1,
    (call, number) => withInteger(call, number, (n) => string(n.toString(16).toUpperCase())),
  ],
  fromHexString: [1, fromHexString],
  toBaseDigits: [2, toBaseDigits],
  isDerivation: [1, (_call, value) => isDerivation(value)],
  concat: [
    2,
    (call, first, second) =>
      withItems(call, first, (a) => withItems(call, second, (b) => list([...a, ...b]))),
  ],
};

function pipe(call: BuiltinCall, value: Thunk, functions: Thunk): Value {
  return withItems(call, functions, (items) => {
    let result = value;
    for (const fn of items) {
      const before = result;
      result = new Thunk(before.site, () => callWith(call, fn, before));
      if (result.force().kind === 'failure') return result.force();
    }
    return result.force();
  });
}

function mapNullable(call: BuiltinCall, fn: Thunk, thunk: Thunk): Value {
  const value = thunk.force();
  return value.kind === 'null' || isStuck(value) ? value : callWith(call, fn, thunk);
}

function textAt(call: BuiltinCall, path: Thunk): Thunk {
  return new Thunk(path.site, () => readPath(call, path));
}

/** More functors than this in a row are taken to have no end. */
const mostFunctors = 100;

/** What a set calls when it is applied; a set without a functor as it is. */
function withoutFunctors(call: BuiltinCall, thunk: Thunk): Value {
  let value = thunk.force();
  for (let count = 0; count < mostFunctors; count++) {
    const functor = value.kind === 'attrs' ? value.get('__functor') : undefined;
    if (!functor) return value;
    value = callWith(call, functor.value, Thunk.of(value, thunk.site));
  }
  return unknown({ kind: 'budget' }, thunk.site);
}

function libFunctionArgs(call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  const args = value.kind === 'attrs' ? value.get('__functionArgs') : undefined;
  if (args) return args.value.force();
  const functor = value.kind === 'attrs' ? value.get('__functor') : undefined;
  if (!functor) return functionArgs(call, thunk);
  const made = Thunk.of(callWith(call, functor.value, thunk), thunk.site);
  return nested(call.session, () => libFunctionArgs(call, made));
}

function setFunctionArgs(_call: BuiltinCall, fn: Thunk, args: Thunk): Value {
  const functor: Value = {
    kind: 'lambda',
    formals: undefined,
    apply: () => fn.force(),
  };
  return record({ __functor: functor, __functionArgs: args });
}

function isFunction(call: BuiltinCall, thunk: Thunk): Value {
  const value = withoutFunctors(call, thunk);
  if (isStuck(value)) return value;
  if (value.kind === 'attrs') return value.open ?? falseValue;
  return bool(value.kind === 'lambda');
}

function toFunction(call: BuiltinCall, thunk: Thunk): Value {
  const truth = isFunction(call, thunk);
  if (truth.kind !== 'bool') return truth;
  if (truth.value) return thunk.force();
  return { kind: 'lambda', formals: undefined, apply: () => thunk.force() };
}

function fromHexString(call: BuiltinCall, text: Thunk): Value {
  return withString(call, text, (digits) => {
    const known = /^(?:0x)?([0-9a-fA-F]{1,16})$/.exec(digits)?.[1];
    if (known === undefined)
      return unknown({ kind: 'unsupported', construct: 'lib.fromHexString' });
    const value = BigInt(`0x${known}`);
    return value < 2n ** 63n
      ? int(value)
      : unknown({ kind: 'unsupported', construct: 'lib.fromHexString' });
  });
}

function toBaseDigits(call: BuiltinCall, base: Thunk, number: Thunk): Value {
  return withInteger(call, base, (radix) =>
    withInteger(call, number, (value) => {
      if (radix < 2n || value < 0n)
        return failure('`toBaseDigits` needs a base and a natural number');
      const digits: Thunk[] = [];
      for (let rest = value; rest > 0n || digits.length === 0; rest /= radix)
        digits.unshift(Thunk.of(int(rest % radix)));
      return list(digits);
    }),
  );
}

function isDerivation(thunk: Thunk): Value {
  const value = thunk.force();
  if (isStuck(value)) return value;
  if (value.kind !== 'attrs') return falseValue;
  const type = value.get('type')?.value.force() ?? value.open;
  if (!type) return falseValue;
  return isStuck(type) ? type : bool(type.kind === 'string' && type.value === 'derivation');
}
