import { anyType, boolType, stringType, type Type } from '../values/type.ts';
import { kept, unknown, type Value } from '../values/value.ts';
import { anything, argumentAt, type Functions, type HclFunction } from './function.ts';

export const secrecyFunctions: Functions = {
  sensitive: {
    parameters: [anything],
    returns: anyType,
    keepsPlaces: true,
    call: (given) => kept(argumentAt(given, 0), 'sensitive'),
  },
  issensitive: {
    parameters: [anything],
    returns: boolType,
    isPublic: true,
    call: (given) => isSensitive(argumentAt(given, 0)),
  },
  base64gzip: closed('compressed data', stringType),
  base64gunzip: closed('compressed data', stringType),
  bcrypt: closed('a salted hash', stringType),
  rsadecrypt: closed('what was encrypted', stringType),
  ephemeralasnull: closed('what exists only during a run', anyType),
};

function isSensitive(value: Value): Value {
  if (value.kind === 'unknown') return unknown(value.reason, boolType);
  if (value.secrecy === 'secret') return unknown('the value is secret', boolType);
  return { kind: 'bool', truth: value.secrecy === 'sensitive' };
}

/** A function whose result is not worked out. */
function closed(what: string, returns: Type): HclFunction {
  return {
    parameters: [],
    rest: anything,
    returns,
    call: () => unknown(`${what} is not worked out`, returns),
  };
}
