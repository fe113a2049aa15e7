import { applyAll } from '../evaluate/apply.ts';
import { longestList } from '../evaluate/operators.ts';
import { deepestEvaluation, type Session } from '../evaluate/session.ts';
import {
  type Attributes,
  failure,
  isStuck,
  type Lambda,
  type List,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';

/** What a builtin works with: the session, and its own name for messages. */
export interface BuiltinCall {
  readonly session: Session;
  readonly name: string;
}

export type Body = (call: BuiltinCall, first: Thunk, second: Thunk, third: Thunk) => Value;

/** Functions by name, each with how many arguments it takes. */
export type Definitions = {
  readonly [name: string]: readonly [arity: 1 | 2 | 3, body: Body];
};

/** A curried function of one to three arguments written here. The body sees as many as the arity says. */
export function builtin(session: Session, name: string, arity: 1 | 2 | 3, body: Body): Lambda {
  return collect({ session, name }, { arity, body }, []);
}

/** Function values of definitions. */
export function functionsOf(
  session: Session,
  definitions: Definitions,
): { readonly [name: string]: Value } {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, [arity, body]]) => [
      name,
      builtin(session, name, arity, body),
    ]),
  );
}

const absent = Thunk.of({ kind: 'null' });

function collect(
  call: BuiltinCall,
  definition: { readonly arity: number; readonly body: Body },
  args: readonly Thunk[],
): Lambda {
  return {
    kind: 'lambda',
    formals: undefined,
    apply(argument) {
      const all = [...args, argument];
      if (all.length < definition.arity) return collect(call, definition, all);
      const [first = absent, second = absent, third = absent] = all;
      const { session } = call;
      if (session.depth > deepestEvaluation) return unknown({ kind: 'budget' });
      session.depth += 3;
      const value = definition.body(call, first, second, third);
      session.depth -= 3;
      return value;
    },
  };
}

/** Applies a function value to arguments. */
export function callWith(call: BuiltinCall, fn: Thunk, ...args: Thunk[]): Value {
  const { session } = call;
  if (session.depth > deepestEvaluation) return unknown({ kind: 'budget' });
  session.depth += 2;
  const value = applyAll(fn.force(), args, { session, at: fn.site });
  session.depth -= 2;
  return value;
}

/** A call for later. It stands where the value it is made from stands. */
export function laterCall(call: BuiltinCall, fn: Thunk, ...args: Thunk[]): Thunk {
  return new Thunk(args.at(-1)?.site, () => callWith(call, fn, ...args));
}

/** Pays one step for each of so many elements; gives back why it cannot go on. */
export function overBudget(call: BuiltinCall, elements: number | bigint): Unknown | undefined {
  if (elements > longestList || elements > call.session.steps) return unknown({ kind: 'budget' });
  call.session.steps -= Number(elements);
  return undefined;
}

/** Goes on with a list, or gives back why there is none. */
export function withList(call: BuiltinCall, thunk: Thunk, next: (list: List) => Value): Value {
  const value = thunk.force();
  if (value.kind === 'list') return overBudget(call, value.items.length) ?? next(value);
  return isStuck(value) ? value : failure(`\`${call.name}\` needs a list`, thunk.site);
}

/** Goes on with the items of a list that holds no others, or gives back why there is none. */
export function withItems(
  call: BuiltinCall,
  thunk: Thunk,
  next: (items: readonly Thunk[]) => Value,
): Value {
  return withList(call, thunk, (list) => list.open ?? next(list.items));
}

/** Goes on with an attribute set, or gives back why there is none. */
export function withAttributes(
  call: BuiltinCall,
  thunk: Thunk,
  next: (value: Attributes) => Value,
): Value {
  const value = thunk.force();
  if (value.kind === 'attrs') return next(value);
  return isStuck(value) ? value : failure(`\`${call.name}\` needs an attribute set`, thunk.site);
}

/** Goes on with a wholly known string, or gives back why there is none. */
export function withString(call: BuiltinCall, thunk: Thunk, next: (text: string) => Value): Value {
  const value = thunk.force();
  if (value.kind === 'string') return next(value.value);
  if (value.kind === 'template') return holeOf(value);
  return isStuck(value) ? value : failure(`\`${call.name}\` needs a string`, thunk.site);
}

/** Goes on with a Boolean, or gives back why there is none. */
export function withBool(call: BuiltinCall, thunk: Thunk, next: (truth: boolean) => Value): Value {
  const value = thunk.force();
  if (value.kind === 'bool') return next(value.value);
  return isStuck(value) ? value : failure(`\`${call.name}\` needs a Boolean`, thunk.site);
}

/** Goes on with an integer, or gives back why there is none. */
export function withInteger(
  call: BuiltinCall,
  thunk: Thunk,
  next: (number: bigint) => Value,
): Value {
  const value = thunk.force();
  if (value.kind === 'int') return next(value.value);
  return isStuck(value) ? value : failure(`\`${call.name}\` needs an integer`, thunk.site);
}

/** Why something cannot be called; Nix asks before it calls. */
export function notFunction(call: BuiltinCall, fn: Thunk): Value | undefined {
  const value = fn.force();
  switch (value.kind) {
    case 'failure':
      return value;
    case 'lambda':
    case 'attrs':
    case 'unknown':
      return undefined;
    default:
      return failure(`\`${call.name}\` needs a function`, fn.site);
  }
}

/** Whether a predicate holds: what it gave when that is no Boolean. */
export function holds(call: BuiltinCall, predicate: Thunk, ...args: Thunk[]): boolean | Value {
  const value = callWith(call, predicate, ...args);
  if (value.kind === 'bool') return value.value;
  return isStuck(value) ? value : failure(`the function of \`${call.name}\` must give a Boolean`);
}

/** Why a string is not wholly known. */
export function holeOf(template: Extract<Value, { readonly kind: 'template' }>): Value {
  return (
    template.parts.find((part) => typeof part !== 'string') ??
    failure('unreachable: a template without a hole')
  );
}
