import { type Expr, type ExprId, exprOf, literalText, type StringPart } from '../syntax/module.ts';
import { apply } from './apply.ts';
import { evaluateAttributes, evaluateLet } from './bindings.ts';
import { note } from './code-notes.ts';
import { eitherSet, isWrittenSet } from './conditional-sets.ts';
import {
  delay,
  type Environment,
  evaluate,
  lookUp,
  type Rest,
  rest,
  settled,
  siteOf,
  withScope,
} from './environment.ts';
import { evaluateLambda } from './lambda.ts';
import { arithmetic, evaluateBinary, largestInteger } from './operators.ts';
import { resolvePath, resolveSearchPath } from './paths.ts';
import { position } from './positions.ts';
import { attributeOf, hasPath, type Name, nameOf } from './select.ts';
import { deepestCall, deepestEvaluation, type Session } from './session.ts';
import { interpolate } from './strings.ts';
import {
  bool,
  failure,
  int,
  isStuck,
  list,
  type Thunk,
  underCondition,
  unknown,
  unsupported,
  type Value,
} from './value.ts';

/** What one step gives: a value, a thunk that has it, or what is left to evaluate. */
type Outcome = Value | Thunk | Rest;

/**
 * The value of an expression in weak head normal form, or a thunk whose value it is.
 *
 * Total: what Nix would reject is a `failure`, what cannot be told is
 * `unknown`, and an exhausted budget is unknown too. Bodies and calls in tail
 * position are evaluated in a loop, so that they take no stack; calls are
 * counted all the same, because Nix nests them and gives up at some depth.
 */
export function evaluateExpression(start: Environment, first: ExprId): Value | Thunk {
  const { session } = start.unit;
  const { depth, calls } = session;
  let outcome: Outcome = rest(start, first);
  while (outcome.kind === 'rest') {
    const { environment, id }: Rest = outcome;
    const { unit } = environment;
    const expr = exprOf(unit.module, id);
    note(unit, id);
    session.steps--;
    session.depth = depth + (narrow[expr.kind] ?? 2);
    outcome = isSpent(session)
      ? unknown({ kind: 'budget' }, siteOf(environment, id))
      : evaluateStep(environment, id, expr);
  }
  session.depth = depth;
  session.calls = calls;
  return outcome;
}

/** Kinds of expressions that take little of the stack of the host language; the others count twice. */
const narrow: { readonly [Kind in Expr['kind']]?: 1 } = {
  apply: 1,
  assert: 1,
  binary: 1,
  if: 1,
  negate: 1,
  not: 1,
};

function isSpent({ steps, depth, calls }: Session): boolean {
  return steps < 0 || depth > deepestEvaluation || calls > deepestCall;
}

function evaluateStep(environment: Environment, id: ExprId, expr: Expr): Outcome {
  switch (expr.kind) {
    case 'variable':
      return evaluateVariable(environment, id, expr.name);
    case 'select':
      return evaluateSelect(environment, id, expr);
    case 'apply':
      return evaluateApply(environment, id, expr);
    case 'binary':
      return evaluateBinary(environment, id, expr);
    case 'if':
      return evaluateIf(environment, id, expr);
    case 'let':
      return evaluateLet(environment, id, expr);
    case 'attrs':
      return evaluateAttributes(environment, id, expr);
    case 'lambda':
      return evaluateLambda(environment, expr);
    case 'with':
      return rest(withScope(environment, delay(environment, expr.scope)), expr.body);
    case 'assert':
      return evaluateAssert(environment, id, expr);
    case 'string':
      return evaluateString(environment, expr.parts);
    case 'path':
      return resolvePath(environment, id, expr);
    case 'has-attribute':
      return hasPath(delay(environment, expr.from), namesOf(environment, expr.path));
    case 'not':
      return evaluateNot(environment, id, expr.argument);
    case 'negate':
      return arithmetic('-', [zero, evaluate(environment, expr.argument)], siteOf(environment, id));
    case 'list':
      return list(expr.items.map((item) => delay(environment, item)));
    default:
      return evaluateLeaf(environment, id, expr);
  }
}

type Leaf = Extract<Expr, { readonly kind: 'missing' | 'integer' | 'float' | 'search-path' }>;

function evaluateLeaf(environment: Environment, id: ExprId, expr: Leaf): Value {
  const at = siteOf(environment, id);
  switch (expr.kind) {
    case 'missing':
      return unknown({ kind: 'syntax' }, at);
    case 'integer': {
      const value = BigInt(expr.digits);
      return value > largestInteger
        ? failure(`the integer \`${expr.digits}\` does not fit`, at)
        : { kind: 'int', value };
    }
    case 'float':
      return { kind: 'float', value: expr.value };
    case 'search-path':
      return resolveSearchPath(expr.name, at);
  }
}

const zero = int(0n);

function evaluateNot(environment: Environment, id: ExprId, argument: ExprId): Value {
  const value = settled(environment.unit.session.evaluate(environment, argument));
  if (value.kind === 'bool') return bool(!value.value);
  return isStuck(value) ? value : failure('`!` needs a Boolean', siteOf(environment, id));
}

function evaluateVariable(environment: Environment, id: ExprId, name: string): Value | Thunk {
  if (name === '__curPos') return positionHere(environment, id);
  return (
    lookUp(environment, name) ?? failure(`undefined variable \`${name}\``, siteOf(environment, id))
  );
}

function positionHere(environment: Environment, id: ExprId): Value {
  const at = siteOf(environment, id);
  return at ? position(environment.unit.session, at) : unsupported('__curPos');
}

function evaluateString(environment: Environment, parts: readonly StringPart[]): Value {
  const [only] = parts;
  if (parts.length === 0) return { kind: 'string', value: '' };
  if (parts.length === 1 && typeof only === 'string')
    return only.includes('\0')
      ? failure('a string cannot hold a NUL character')
      : { kind: 'string', value: only };
  return interpolate(
    parts.map((part) => (typeof part === 'string' ? part : delay(environment, part))),
    environment.unit.session,
  );
}

function evaluateApply(
  environment: Environment,
  id: ExprId,
  expr: Extract<Expr, { kind: 'apply' }>,
): Value | Rest {
  const { session } = environment.unit;
  const fn = settled(session.evaluate(environment, expr.function));
  const argument = delay(environment, expr.argument);
  session.calls++;
  if (fn.kind === 'lambda' && fn.enter) return fn.enter(argument);
  return apply(fn, argument, { session, at: siteOf(environment, id) });
}

function evaluateSelect(
  environment: Environment,
  id: ExprId,
  expr: Extract<Expr, { kind: 'select' }>,
): Outcome {
  const from = environment.unit.session.evaluate(environment, expr.from);
  const found = selectWritten(environment, id, { from, path: expr.path });
  if (found !== undefined) return found;
  if (expr.otherwise !== undefined) return rest(environment, expr.otherwise);
  const texts = expr.path.map((name) => literalText(environment.unit.module, name) ?? '…');
  return failure(`there is no attribute \`${texts.join('.')}\``, siteOf(environment, id));
}

/** As `select`, with the names of a path as they are written. */
function selectWritten(
  environment: Environment,
  id: ExprId,
  { from, path }: { readonly from: Value | Thunk; readonly path: readonly ExprId[] },
): Value | Thunk | undefined {
  const { module } = environment.unit;
  let current: Value | Thunk | undefined = settled(from);
  for (const part of path) {
    const plain = literalText(module, part);
    const name = plain ?? nameOf(delay(environment, part));
    if (typeof name !== 'string') return name;
    const value: Value = settled(current);
    const known = value.kind === 'attrs' ? value.get(name)?.value : undefined;
    current = known ?? attributeOf(value, name, siteOf(environment, id));
    if (current === undefined) return undefined;
  }
  return current;
}

function namesOf(environment: Environment, path: readonly ExprId[]): Name[] {
  return path.map((name) => literalText(environment.unit.module, name) ?? delay(environment, name));
}

function evaluateIf(
  environment: Environment,
  id: ExprId,
  expr: Extract<Expr, { kind: 'if' }>,
): Value | Rest {
  const first = environment.unit.session.evaluate(environment, expr.condition);
  const condition = first.kind === 'thunk' ? first.force() : first;
  if (condition.kind === 'bool')
    return rest(environment, condition.value ? expr.consequence : expr.alternative);
  if (condition.kind === 'unknown') {
    const branches = [
      delay(environment, expr.consequence),
      delay(environment, expr.alternative),
    ] as const;
    const at = condition.at ?? siteOf(environment, id);
    const either = unknown(underCondition(condition.reason), at, branches);
    const isSet = isWrittenSet(environment.unit.module, id);
    return (isSet ? eitherSet(either, branches) : undefined) ?? either;
  }
  return isStuck(condition) ? condition : failure('`if` needs a Boolean', siteOf(environment, id));
}

function evaluateAssert(
  environment: Environment,
  id: ExprId,
  expr: Extract<Expr, { kind: 'assert' }>,
): Value | Rest {
  const first = environment.unit.session.evaluate(environment, expr.condition);
  const condition = first.kind === 'thunk' ? first.force() : first;
  if (isStuck(condition)) return condition;
  if (condition.kind === 'bool' && condition.value) return rest(environment, expr.body);
  return {
    kind: 'failure',
    message: 'assertion failed',
    at: siteOf(environment, id),
    catchable: condition.kind === 'bool',
  };
}
