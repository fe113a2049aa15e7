import { type ExprId, exprOf } from '../syntax/module.ts';
import { callAround, callOf, isBound, libraryFunction, type Reading } from './names.ts';

/**
 * The whole expression that a test decides about, such as `if` with both of its
 * branches, or the call of `optional`; `undefined` when it decides about none.
 */
export function guardedBy(reading: Reading, test: ExprId, depth = 0): ExprId | undefined {
  const parent = reading.scopes.parent(test);
  const around = parent === undefined ? undefined : exprOf(reading.module, parent);
  if (parent === undefined || around === undefined || depth > 20) return undefined;
  switch (around.kind) {
    case 'if':
      return around.condition === test ? parent : undefined;
    case 'not':
    case 'binary':
      return guardedBy(reading, parent, depth + 1);
    case 'apply':
      return guardedByCall(reading, test, depth);
    case 'let':
    case 'attrs':
      return guardedByName(reading, test, depth);
    default:
      return undefined;
  }
}

const conditional = new Set(['mkIf', 'optional', 'optionalAttrs', 'optionalString', 'optionals']);

function guardedByCall(reading: Reading, argument: ExprId, depth: number): ExprId | undefined {
  const call = callAround(reading, argument);
  if (call === undefined) return undefined;
  const { callee, arguments: given } = callOf(reading.module, call);
  const name = libraryFunction(reading, callee) ?? '';
  if (conditional.has(name)) return given[0] === argument ? call : undefined;
  return name === 'pathExists' ? guardedBy(reading, call, depth + 1) : undefined;
}

/** A test that has a name guards what its first use does. */
function guardedByName(reading: Reading, test: ExprId, depth: number): ExprId | undefined {
  const binder = reading.scopes.binders.find((each) => isBound(each) && each.value === test);
  const [use] = binder === undefined ? [] : reading.scopes.uses(binder);
  return use === undefined ? undefined : guardedBy(reading, use, depth + 1);
}
