import { bool, isStuck, string, type Thunk, type Value } from '../evaluate/value.ts';
import type { BuiltinCall, Definitions } from './function.ts';

/** `isString` and its kin, and `typeOf`. */
export const typeFunctions: Definitions = {
  isNull: [1, isOf('null')],
  isBool: [1, isOf('bool')],
  isInt: [1, isOf('int')],
  isFloat: [1, isOf('float')],
  isString: [1, isOf('string', 'template')],
  isPath: [1, isOf('path')],
  isList: [1, isOf('list')],
  isAttrs: [1, isOf('attrs')],
  isFunction: [1, isOf('lambda')],
  typeOf: [1, typeOf],
};

function isOf(...kinds: readonly Value['kind'][]) {
  return (_call: BuiltinCall, thunk: Thunk): Value => {
    const value = thunk.force();
    return isStuck(value) ? value : bool(kinds.includes(value.kind));
  };
}

function typeOf(_call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  switch (value.kind) {
    case 'unknown':
    case 'failure':
      return value;
    case 'attrs':
      return string('set');
    case 'template':
      return string('string');
    case 'null':
    case 'bool':
    case 'int':
    case 'float':
    case 'string':
    case 'path':
    case 'list':
    case 'lambda':
      return string(value.kind);
  }
}
