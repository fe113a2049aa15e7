import type { Site } from '../site.ts';
import { type Expr, type ExprId, literalText } from '../syntax/module.ts';
import {
  type Environment,
  evaluate,
  type Rest,
  rest,
  siteOf,
  suspend,
  withNames,
} from './environment.ts';
import {
  type Attributes,
  failure,
  type Lambda,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from './value.ts';

type LambdaExpr = Extract<Expr, { readonly kind: 'lambda' }>;

/** What a function binds, worked out once for all values of the same expression. */
interface Parameters {
  /** The name of the whole argument. */
  readonly whole: string | undefined;
  readonly pattern: Pattern | undefined;
}

interface Pattern {
  readonly formals: readonly Formal[];
  readonly names: ReadonlySet<string>;
  readonly ellipsis: boolean;
  /** Whether each name has a default. */
  readonly optional: ReadonlyMap<string, boolean>;
  readonly places: ReadonlyMap<string, ExprId>;
}

interface Formal {
  readonly name: string;
  readonly otherwise: ExprId | undefined;
}

/** Modules are never changed, so that what their functions bind can be kept. */
const known = new WeakMap<LambdaExpr, Parameters>();

export function evaluateLambda(environment: Environment, expr: LambdaExpr): Lambda {
  const parameters = known.get(expr) ?? parametersOf(environment, expr);
  const { pattern } = parameters;
  known.set(expr, parameters);
  const enter = (argument: Thunk): Value | Rest => {
    const names = new Map<string, Thunk>();
    if (parameters.whole !== undefined) names.set(parameters.whole, argument);
    const inner = withNames(environment, names);
    const problem = pattern && bindPattern(pattern, argument, { names, inner });
    return problem ?? rest(inner, expr.body);
  };
  return {
    kind: 'lambda',
    enter,
    apply(argument) {
      const begun = enter(argument);
      return begun.kind === 'rest' ? evaluate(begun.environment, begun.id) : begun;
    },
    formals: pattern?.optional,
    place(name) {
      const place = pattern?.places.get(name);
      return place === undefined ? undefined : siteOf(environment, place);
    },
  };
}

function parametersOf({ unit }: Environment, expr: LambdaExpr): Parameters {
  const whole = expr.parameter === undefined ? undefined : literalText(unit.module, expr.parameter);
  if (!expr.formals) return { whole, pattern: undefined };
  const { formals, ellipsis } = expr.formals;
  const named = formals.map((formal) => ({
    name: literalText(unit.module, formal.name) ?? '',
    otherwise: formal.default,
    place: formal.name,
  }));
  return {
    whole,
    pattern: {
      formals: named,
      names: new Set(named.map(({ name }) => name)),
      ellipsis,
      optional: new Map(named.map(({ name, otherwise }) => [name, otherwise !== undefined])),
      places: new Map(named.map(({ name, place }) => [name, place])),
    },
  };
}

/** Binds the names of a pattern; gives back why the argument does not fit. */
function bindPattern(
  pattern: Pattern,
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
  { name, otherwise }: Formal,
  given: Attributes | Unknown,
  place: { readonly inner: Environment; readonly at: Site | undefined },
): Thunk | undefined {
  const value = given.kind === 'attrs' ? given.get(name)?.value : undefined;
  if (value) return value;
  if (given.kind === 'unknown' || given.open) {
    return Thunk.of(unknown({ kind: 'argument', name }, place.at));
  }
  return otherwise === undefined ? undefined : suspend(place.inner, otherwise);
}

function surplus(pattern: Pattern, given: Attributes, argument: Thunk): Value | undefined {
  const extra = given.names().find((name) => !pattern.names.has(name));
  if (extra === undefined) return undefined;
  return failure(`the function does not take the argument \`${extra}\``, argument.site);
}
