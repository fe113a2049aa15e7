import { convert } from '../values/convert.ts';
import {
  anyType,
  boolType,
  collectionType,
  numberType,
  stringType,
  type Type,
} from '../values/type.ts';
import { unify } from '../values/unify.ts';
import { typeOf, unknown, type Value } from '../values/value.ts';
import { anything, argumentAt, type Functions, type HclFunction, wrong } from './function.ts';

function to(type: Type): HclFunction {
  return {
    parameters: [{ type: anyType, acceptsNull: true }],
    returns: type,
    keepsPlaces: true,
    call: (given) => convert(argumentAt(given, 0), type),
  };
}

export const conversionFunctions: Functions = {
  tostring: to(stringType),
  tonumber: to(numberType),
  tobool: to(boolType),
  tolist: to(collectionType('list', anyType)),
  toset: to(collectionType('set', anyType)),
  tomap: to(collectionType('map', anyType)),
  coalesce: { parameters: [], rest: anything, returns: anyType, call: firstGiven },
  list: gone('list'),
  map: gone('map'),
};

/** A function that OpenTofu knows only to refuse it. */
function gone(name: string): HclFunction {
  return {
    parameters: [],
    rest: anything,
    returns: anyType,
    call: () => wrong(`\`${name}\` is no function any more`),
  };
}

/** The first value that is neither null nor an empty text. */
function firstGiven(given: readonly Value[]): Value {
  const type = unify(given.map(typeOf), 'free');
  if (!type) return wrong('the arguments have no type in common');
  for (const value of given) {
    const converted = convert(value, type);
    if (converted.kind === 'failure') return converted;
    if (converted.kind === 'unknown') return unknown(converted.reason, type);
    const isEmpty = converted.kind === 'null' || (converted.kind === 'string' && !converted.text);
    if (!isEmpty) return converted;
  }
  return wrong('every argument is null or empty');
}
