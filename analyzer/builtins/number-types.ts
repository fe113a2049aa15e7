import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  failure,
  isStuck,
  record,
  setWith,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import type { OptionType } from '../option-types/option-type.ts';
import { phrase } from '../option-types/phrase.ts';
import { builtin, type Definitions, withInteger } from './function.ts';
import { integersBetween, numbersWhere } from './scalar-types.ts';
import { typeValue } from './type-value.ts';

/** `lib.types.ints` and `lib.types.numbers`. */
export function numberTypes(session: Session): { readonly [name: string]: Value } {
  return {
    ints: namespace(session, 'ints', integerTypes),
    numbers: namespace(session, 'numbers', floatTypes),
  };
}

type TypeNamespace = {
  readonly types: { readonly [name: string]: OptionType };
  readonly between: (name: string) => readonly [2, Definitions[string][1]];
};

const integerTypes: TypeNamespace = {
  types: {
    positive: inClause(
      'positive integer, meaning >0',
      integersBetween('positiveInt', 1n, 2n ** 63n - 1n),
    ),
    unsigned: inClause(
      'unsigned integer, meaning >=0',
      integersBetween('unsignedInt', 0n, 2n ** 63n - 1n),
    ),
    u8: integersBetween('unsignedInt8', 0n, 255n),
    u16: integersBetween('unsignedInt16', 0n, 65_535n),
    u32: integersBetween('unsignedInt32', 0n, 4_294_967_295n),
    s8: integersBetween('signedInt8', -128n, 127n),
    s16: integersBetween('signedInt16', -32_768n, 32_767n),
    s32: integersBetween('signedInt32', -2_147_483_648n, 2_147_483_647n),
  },
  between: () => [
    2,
    (call, low, high) =>
      withInteger(call, low, (smallest) =>
        withInteger(call, high, (largest) =>
          typeValue(call.session, integersBetween('intBetween', smallest, largest)),
        ),
      ),
  ],
};

const floatTypes: TypeNamespace = {
  types: {
    positive: inClause(
      'positive integer or floating point number, meaning >0',
      numbersWhere('numberPositive', (number) => number > 0),
    ),
    nonnegative: inClause(
      'nonnegative integer or floating point number, meaning >=0',
      numbersWhere('numberNonnegative', (number) => number >= 0),
    ),
  },
  between: () => [
    2,
    (call, low, high) => {
      const [smallest, largest] = [low.force(), high.force()];
      if (isStuck(smallest)) return smallest;
      if (isStuck(largest)) return largest;
      const isNumber = 'value' in smallest && 'value' in largest;
      if (!isNumber) return failure('`between` needs numbers', low.site);
      const [from, to] = [Number(smallest.value), Number(largest.value)];
      return typeValue(call.session, numbersBetween(from, to));
    },
  ],
};

/** How floats are written in words is not known. */
function numbersBetween(smallest: number, largest: number): OptionType {
  const type = numbersWhere('numberBetween', (number) => number >= smallest && number <= largest);
  if (!Number.isInteger(smallest) || !Number.isInteger(largest)) return type;
  const range = `between ${smallest} and ${largest} (both inclusive)`;
  const words = phrase(`integer or floating point number ${range}`, 'conjunction');
  return { ...type, phrase: () => words };
}

/** Words with a clause, behind which a comma stands. */
function inClause(text: string, type: OptionType): OptionType {
  const words = phrase(text, 'nonRestrictiveClause');
  return { ...type, phrase: () => words };
}

function namespace(session: Session, name: string, { types, between }: TypeNamespace): Attributes {
  const values = Object.entries(types).map(([key, type]) => [key, typeValue(session, type)]);
  const [arity, body] = between(name);
  const known = record({
    ...Object.fromEntries(values),
    between: builtin(session, 'between', arity, body),
  });
  return setWith(known, {
    open: unsupported(`lib.types.${name}`),
    missing: (missing) => unsupported(`lib.types.${name}.${missing}`),
  });
}
