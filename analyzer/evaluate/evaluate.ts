import type { Site } from '../site.ts';
import { type Expr, type ExprId, exprOf, literalText, type StringPart } from '../syntax/module.ts';
import { apply } from './apply.ts';
import { evaluateAttributes, evaluateLet } from './bindings.ts';
import {
  delay,
  type Environment,
  evaluate,
  lookUp,
  siteOf,
  withNames,
  withScope,
} from './environment.ts';
import { evaluateBinary } from './operators.ts';
import { resolvePath, resolveSearchPath } from './paths.ts';
import { hasPath, selectPath } from './select.ts';
import { step } from './session.ts';
import { interpolate } from './strings.ts';
import {
  type Attributes,
  bool,
  failure,
  isStuck,
  list,
  Thunk,
  type Unknown,
  underCondition,
  unknown,
  type Value,
} from './value.ts';

/**
 * The value of an expression in weak head normal form.
 *
 * Total: what Nix would reject is a `failure`, what cannot be told is
 * `unknown`, and an exhausted budget is unknown too.
 */
export function evaluateExpression(environment: Environment, id: ExprId): Value {
  const { session } = environment.unit;
  if (!step(session)) return unknown({ kind: 'budget' }, siteOf(environment, id));
  session.depth++;
  const value = evaluateExpr(environment, id, exprOf(environment.unit.module, id));
  session.depth--;
  return value;
}

function evaluateExpr(environment: Environment, id: ExprId, expr: Expr): Value {
  switch (expr.kind) {
    case 'missing':
      return unknown({ kind: 'syntax' }, siteOf(environment, id));
    case 'integer':
      return integer(environment, id, expr.digits);
    case 'float':
      return { kind: 'float', value: expr.value };
    case 'string':
      return evaluateString(environment, expr.parts);
    case 'path':
      return resolvePath(environment, expr, siteOf(environment, id));
    case 'search-path':
      return resolveSearchPath(expr.name, siteOf(environment, id));
    case 'variable':
      return (
        lookUp(environment, expr.name) ??
        failure(`undefined variable \`${expr.name}\``, siteOf(environment, id))
      );
    case 'select':
      return evaluateSelect(environment, id, expr);
    case 'has-attribute':
      return hasPath(delay(environment, expr.from), namesOf(environment, expr.path));
    case 'apply':
      return apply(evaluate(environment, expr.function), delay(environment, expr.argument), {
        session: environment.unit.session,
        at: siteOf(environment, id),
      });
    case 'lambda':
      return evaluateLambda(environment, expr);
    case 'let':
      return evaluateLet(environment, expr);
    case 'attrs':
      return evaluateAttributes(environment, expr);
    case 'with':
      return evaluate(withScope(environment, delay(environment, expr.scope)), expr.body);
    case 'list':
      return list(expr.items.map((item) => delay(environment, item)));
    default:
      return evaluateLogic(environment, id, expr);
  }
}

type Logic = Extract<Expr, { readonly kind: 'if' | 'assert' | 'binary' | 'not' | 'negate' }>;

function evaluateLogic(environment: Environment, id: ExprId, expr: Logic): Value {
  switch (expr.kind) {
    case 'if':
      return evaluateIf(environment, id, expr);
    case 'assert':
      return evaluateAssert(environment, id, expr);
    case 'binary':
      return evaluateBinary(environment, id, expr);
    case 'not': {
      const argument = evaluate(environment, expr.argument);
      if (argument.kind === 'bool') return bool(!argument.value);
      return isStuck(argument) ? argument : failure('`!` needs a Boolean', siteOf(environment, id));
    }
    case 'negate': {
      const argument = evaluate(environment, expr.argument);
      if (argument.kind === 'int') return { kind: 'int', value: -argument.value };
      if (argument.kind === 'float') return { kind: 'float', value: -argument.value };
      return isStuck(argument) ? argument : failure('`-` needs a number', siteOf(environment, id));
    }
  }
}

function integer(environment: Environment, id: ExprId, digits: string): Value {
  const value = BigInt(digits);
  if (value > 9223372036854775807n)
    return failure(`the integer \`${digits}\` does not fit`, siteOf(environment, id));
  return { kind: 'int', value };
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

function evaluateSelect(
  environment: Environment,
  id: ExprId,
  expr: Extract<Expr, { kind: 'select' }>,
): Value {
  const found = selectPath(
    evaluate(environment, expr.from),
    namesOf(environment, expr.path),
    siteOf(environment, id),
  );
  if (found !== undefined) return found;
  if (expr.otherwise !== undefined) return evaluate(environment, expr.otherwise);
  const names = expr.path.map((name) => literalText(environment.unit.module, name) ?? '…');
  return failure(`there is no attribute \`${names.join('.')}\``, siteOf(environment, id));
}

function namesOf(environment: Environment, path: readonly ExprId[]): (string | Thunk)[] {
  return path.map((name) => literalText(environment.unit.module, name) ?? delay(environment, name));
}

function evaluateIf(
  environment: Environment,
  id: ExprId,
  expr: Extract<Expr, { kind: 'if' }>,
): Value {
  const condition = evaluate(environment, expr.condition);
  if (condition.kind === 'bool')
    return evaluate(environment, condition.value ? expr.consequence : expr.alternative);
  if (condition.kind === 'unknown') {
    const branches = [delay(environment, expr.consequence), delay(environment, expr.alternative)];
    return unknown(
      underCondition(condition.reason),
      condition.at ?? siteOf(environment, id),
      branches,
    );
  }
  return isStuck(condition) ? condition : failure('`if` needs a Boolean', siteOf(environment, id));
}

function evaluateAssert(
  environment: Environment,
  id: ExprId,
  expr: Extract<Expr, { kind: 'assert' }>,
): Value {
  const condition = evaluate(environment, expr.condition);
  if (isStuck(condition)) return condition;
  if (condition.kind === 'bool' && condition.value) return evaluate(environment, expr.body);
  return {
    kind: 'failure',
    message: 'assertion failed',
    at: siteOf(environment, id),
    catchable: condition.kind === 'bool',
  };
}

function evaluateLambda(environment: Environment, expr: Extract<Expr, { kind: 'lambda' }>): Value {
  const parameter =
    expr.parameter === undefined ? undefined : literalText(environment.unit.module, expr.parameter);
  const formals = expr.formals?.formals.map((formal) => ({
    name: literalText(environment.unit.module, formal.name) ?? '',
    otherwise: formal.default,
  }));
  return {
    kind: 'lambda',
    formals:
      formals && new Map(formals.map((formal) => [formal.name, formal.otherwise !== undefined])),
    apply(argument) {
      const names = new Map<string, Thunk>();
      if (parameter !== undefined) names.set(parameter, argument);
      const inner = withNames(environment, names);
      const problem =
        formals &&
        bindFormals({ formals, ellipsis: expr.formals?.ellipsis ?? false }, argument, {
          names,
          inner,
        });
      return problem ?? evaluate(inner, expr.body);
    },
  };
}

interface BoundFormals {
  readonly formals: readonly { readonly name: string; readonly otherwise: ExprId | undefined }[];
  readonly ellipsis: boolean;
}

/** Binds the names of a pattern; gives back why the argument does not fit. */
function bindFormals(
  pattern: BoundFormals,
  argument: Thunk,
  target: { readonly names: Map<string, Thunk>; readonly inner: Environment },
): Value | undefined {
  const given = argument.force();
  if (given.kind === 'failure') return given;
  if (given.kind !== 'attrs' && given.kind !== 'unknown') {
    return failure('the function needs an attribute set', argument.site);
  }
  for (const formal of pattern.formals) {
    const value = formalValue(formal, given, { inner: target.inner, at: argument.site });
    if (!value) {
      return failure(`the function needs the argument \`${formal.name}\``, argument.site);
    }
    target.names.set(formal.name, value);
  }
  return pattern.ellipsis || given.kind !== 'attrs' ? undefined : surplus(pattern, given, argument);
}

function formalValue(
  { name, otherwise }: BoundFormals['formals'][number],
  given: Attributes | Unknown,
  place: { readonly inner: Environment; readonly at: Site | undefined },
): Thunk | undefined {
  const value = given.kind === 'attrs' ? given.get(name)?.value : undefined;
  if (value) return value;
  if (given.kind === 'unknown' || given.open) {
    return Thunk.of(unknown({ kind: 'argument', name }, place.at));
  }
  return otherwise === undefined ? undefined : delay(place.inner, otherwise);
}

function surplus(pattern: BoundFormals, given: Attributes, argument: Thunk): Value | undefined {
  const wanted = new Set(pattern.formals.map((formal) => formal.name));
  const extra = given.names().find((name) => !wanted.has(name));
  if (extra === undefined) return undefined;
  return failure(`the function does not take the argument \`${extra}\``, argument.site);
}
