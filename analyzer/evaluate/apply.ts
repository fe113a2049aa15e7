import { type Call, nested } from './session.ts';
import { failure, Thunk, unknown, type Value } from './value.ts';

/** Applies a function to an argument. What is unknown stays so, and remembers the argument. */
export function apply(fn: Value, argument: Thunk, call: Call): Value {
  switch (fn.kind) {
    case 'lambda':
      return fn.apply(argument);
    case 'attrs':
      return applyFunctor(fn, argument, call);
    case 'unknown': {
      const makeHost = call.session.inputs.functionOf(fn.reason);
      if (makeHost) return makeHost(argument, call);
      return unknown(fn.reason, call.at ?? fn.at, [...(fn.from ?? []), argument]);
    }
    case 'failure':
      return fn;
    default:
      return failure('this is not a function', call.at);
  }
}

/** Applies a curried function to several arguments. */
export function applyAll(fn: Value, args: readonly Thunk[], call: Call): Value {
  let value = fn;
  for (const argument of args) value = apply(value, argument, call);
  return value;
}

function applyFunctor(fn: Extract<Value, { kind: 'attrs' }>, argument: Thunk, call: Call): Value {
  return nested(call.session, () => {
    const functor = fn.get('__functor');
    if (!functor) return fn.open ?? failure('an attribute set is not a function', call.at);
    return applyAll(functor.value.force(), [Thunk.of(fn), argument], call);
  });
}
