import { update } from '../evaluate/operators.ts';
import { template } from '../evaluate/strings.ts';
import {
  falseValue,
  isStuck,
  record,
  string,
  Thunk,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { type BuiltinCall, type Definitions, holeOf, withAttributes } from './function.ts';
import { packageOption } from './package-option.ts';
import { simpleType } from './scalar-types.ts';
import { typeValue } from './type-value.ts';

/** What declares options. */
export const optionFunctions: Definitions = {
  mkOption: [1, (call, settings) => withAttributes(call, settings, mkOption)],
  mkEnableOption: [1, mkEnableOption],
  mkPackageOption: [
    3,
    (call, packages, name, settings) => mkOption(packageOption(call, packages, name, settings)),
  ],
  mkSinkUndeclaredOptions: [
    1,
    (call, settings) =>
      withAttributes(call, settings, (value) =>
        update(
          mkOption(record({ internal: { kind: 'bool', value: true }, visible: falseValue })),
          value,
        ),
      ),
  ],
  isOption: [1, (_call, value) => hasType(value, 'option')],
  isOptionType: [1, (_call, value) => hasType(value, 'option-type')],
  isType: [2, (_call, type, value) => isType(type, value)],
  setType: [2, (_call, type, value) => update(value.force(), record({ _type: type }))],
  literalExpression: [1, (_call, text) => record({ _type: string('literalExpression'), text })],
  literalExample: [1, (_call, text) => record({ _type: string('literalExpression'), text })],
  literalMD: [1, (_call, text) => record({ _type: string('literalMD'), text })],
  mdDoc: [1, (_call, text) => text.force()],
  defaultTo: [
    2,
    (_call, otherwise, value) => (value.force().kind === 'null' ? otherwise : value).force(),
  ],
};

const optionMark = record({ _type: string('option') });

function mkOption(settings: Value): Value {
  return update(optionMark, settings);
}

function mkEnableOption({ session }: BuiltinCall, name: Thunk): Value {
  return mkOption(
    record({
      default: falseValue,
      example: { kind: 'bool', value: true },
      description: new Thunk(name.site, () => described(name)),
      type: typeValue(session, simpleType('bool')),
    }),
  );
}

function described(name: Thunk): Value {
  const value = name.force();
  if (value.kind === 'string') return string(`Whether to enable ${value.value}.`);
  if (value.kind === 'template') return template(['Whether to enable ', ...value.parts, '.']);
  return isStuck(value) ? value : unsupported('lib.mkEnableOption');
}

function hasType(thunk: Thunk, wanted: string): Value {
  return isType(Thunk.of(string(wanted)), thunk);
}

function isType(wanted: Thunk, thunk: Thunk): Value {
  const value = thunk.force();
  if (isStuck(value)) return value;
  if (value.kind !== 'attrs') return falseValue;
  const type = value.get('_type')?.value.force() ?? value.open;
  if (!type) return falseValue;
  const name = wanted.force();
  if (isStuck(type)) return type;
  if (isStuck(name)) return name;
  if (type.kind === 'template') return holeOf(type);
  const same = type.kind === 'string' && name.kind === 'string' && type.value === name.value;
  return { kind: 'bool', value: same };
}
