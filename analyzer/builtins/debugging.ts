import { storePath } from '../evaluate/path-value.ts';
import { coerced, interpolate } from '../evaluate/strings.ts';
import {
  type Failure,
  falseValue,
  isStuck,
  record,
  Thunk,
  trueValue,
  type Unknown,
  underCondition,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { entriesOf } from './attribute-views.ts';
import { type BuiltinCall, type Definitions, overBudget } from './function.ts';
import { elem } from './lists.ts';

/** Failing on purpose, catching it, forcing, and printing while evaluating. */
export const debuggingFunctions: Definitions = {
  throw: [1, (call, message) => failing(call, message, true)],
  abort: [1, (call, message) => failing(call, message, false)],
  tryEval: [1, tryEval],
  seq: [2, seq],
  deepSeq: [2, (call, value, result) => deepFailure(call, value) ?? result.force()],
  trace: [2, printing],
  traceVerbose: [2, (_call, _message, result) => result.force()],
  warn: [2, printing],
  addErrorContext: [2, (_call, _message, result) => result.force()],
  break: [1, (_call, value) => value.force()],
};

/** The functions of `lib.debug` that fleets leave in their code. */
export const libDebugFunctions: Definitions = {
  traceVal: [1, (_call, value) => value.force()],
  traceValFn: [2, (_call, _show, value) => value.force()],
  traceIf: [3, (_call, _condition, _message, value) => value.force()],
  traceSeq: [2, (call, value, result) => deepFailure(call, value) ?? result.force()],
  traceSeqN: [3, (_call, _depth, _value, result) => result.force()],
  traceValSeq: [1, (call, value) => deepFailure(call, value) ?? value.force()],
  traceValSeqFn: [2, (call, _show, value) => deepFailure(call, value) ?? value.force()],
  traceValSeqN: [2, (_call, _depth, value) => value.force()],
  warnIf: [3, (_call, _condition, _message, value) => value.force()],
  warnIfNot: [3, (_call, _condition, _message, value) => value.force()],
  info: [2, printing],
  showWarnings: [2, (_call, _messages, value) => value.force()],
  throwIf: [3, (call, ...args) => throwUnless(call, args, false)],
  throwIfNot: [3, (call, ...args) => throwUnless(call, args, true)],
  assertMsg: [2, assertMsg],
  assertOneOf: [3, assertOneOf],
};

function failing(call: BuiltinCall, message: Thunk, catchable: boolean): Value {
  const text = coerced(message.force(), call.session);
  if (text.kind === 'failure') return text;
  return { kind: 'failure', message: withoutStorePath(textOf(text)), at: message.site, catchable };
}

function withoutStorePath(text: string): string {
  return text.replaceAll(storePath, '.');
}

function textOf(value: Value): string {
  if (value.kind === 'string') return value.value;
  if (value.kind !== 'template') return '…';
  return value.parts.map((part) => (typeof part === 'string' ? part : '…')).join('');
}

function tryEval(_call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  switch (value.kind) {
    case 'unknown':
      return value;
    case 'template':
      return value.parts.find((part) => typeof part !== 'string') ?? value;
    case 'failure':
      return value.catchable ? record({ success: falseValue, value: falseValue }) : value;
    default:
      return record({ success: trueValue, value: thunk });
  }
}

/** What is only printed is taken not to fail. */
function printing(_call: BuiltinCall, message: Thunk, result: Thunk): Value {
  const value = message.force();
  return value.kind === 'failure' ? value : result.force();
}

/** Forcing what is unknown may fail, which others may have been waiting for. */
function seq(_call: BuiltinCall, first: Thunk, second: Thunk): Value {
  const value = first.force();
  if (value.kind === 'failure') return value;
  return value.kind === 'unknown'
    ? unknown(underCondition(value.reason), value.at)
    : second.force();
}

/** The first failure inside a value, or what may be one. */
function deepFailure(call: BuiltinCall, root: Thunk): Failure | Unknown | undefined {
  const seen = new Set<Value>();
  const pending = [root];
  for (let thunk = pending.pop(); thunk; thunk = pending.pop()) {
    const value = thunk.force();
    if (value.kind === 'failure') return value;
    if (value.kind === 'unknown') return unknown(underCondition(value.reason), value.at);
    if ((value.kind !== 'attrs' && value.kind !== 'list') || seen.has(value)) continue;
    seen.add(value);
    const inner =
      value.kind === 'list' ? value.items : entriesOf(value).map(([, { value }]) => value);
    const problem = overBudget(call, inner.length);
    if (problem) return problem;
    pending.push(...inner.toReversed());
  }
  return undefined;
}

function throwUnless(
  call: BuiltinCall,
  [condition, message, value]: readonly Thunk[],
  wanted: boolean,
): Value {
  if (!condition || !message || !value) return unknown({ kind: 'cycle' });
  const truth = condition.force();
  if (truth.kind === 'bool')
    return truth.value === wanted ? value.force() : failing(call, message, true);
  return isStuck(truth) ? truth : failing(call, message, false);
}

function assertMsg(call: BuiltinCall, condition: Thunk, message: Thunk): Value {
  const truth = condition.force();
  if (truth.kind === 'bool') return truth.value ? truth : failing(call, message, true);
  return isStuck(truth) ? truth : failing(call, message, false);
}

function assertOneOf(call: BuiltinCall, name: Thunk, value: Thunk, allowed: Thunk): Value {
  const found = elem(call, value, allowed);
  const message = new Thunk(name.site, () =>
    interpolate([name, ' is not one of the allowed values'], call.session),
  );
  return assertMsg(call, Thunk.of(found), message);
}
