import { type Binding, type Expr, type ExprId, exprOf, literalText } from '../syntax/module.ts';
import { bindingValue, type Surroundings } from './binding-value.ts';
import { boundNames, boundSet, recursiveSet, shapeOf } from './bound-set.ts';
import { templateReason } from './comparison.ts';
import { type Environment, evaluate, type Rest, rest, siteOf, withNames } from './environment.ts';
import {
  type Attribute,
  attributes,
  failure,
  isStuck,
  type Thunk,
  type Unknown,
  type Value,
} from './value.ts';

/** The set that bindings make, with `rec` and dynamic names. */
export function evaluateAttributes(
  environment: Environment,
  id: ExprId,
  expr: Extract<Expr, { kind: 'attrs' }>,
): Value {
  const shape = shapeOf(environment.unit, id, expr.bindings);
  if (shape && !(expr.recursive && shape.places.has('__overrides')))
    return expr.recursive ? recursiveSet(environment, shape) : boundSet(environment, shape);
  const entries = new Map<string, Attribute>();
  const names = new Map<string, Thunk>();
  const inner = expr.recursive ? withNames(environment, names) : environment;
  const problem = addBindings({ inner, outer: environment, names }, expr.bindings, entries);
  if (problem?.kind === 'failure') return problem;
  const overrides = expr.recursive ? names.get('__overrides')?.force() : undefined;
  return overrides ? overridden({ entries, names }, overrides) : attributes(entries, problem);
}

interface Recursive {
  readonly entries: ReadonlyMap<string, Attribute>;
  readonly names: Map<string, Thunk>;
}

/** What `__overrides` of a recursive set holds replaces its attributes, for the set itself as well. */
function overridden({ entries, names }: Recursive, overrides: Value): Value {
  if (isStuck(overrides)) return overrides;
  if (overrides.kind !== 'attrs') return failure('`__overrides` must be an attribute set');
  const result = new Map(entries);
  for (const name of overrides.names()) {
    const attribute = overrides.get(name);
    if (!attribute) continue;
    result.set(name, attribute);
    if (names.has(name)) names.set(name, attribute.value);
  }
  return overrides.open ?? attributes(result);
}

export function evaluateLet(
  environment: Environment,
  id: ExprId,
  expr: Extract<Expr, { kind: 'let' }>,
): Value | Rest {
  const { module } = environment.unit;
  const shape = shapeOf(environment.unit, id, expr.bindings);
  if (shape) return rest(boundNames(environment, shape), expr.body);
  const computed = expr.bindings.find(({ name }) => literalText(module, name) === undefined);
  return failure('`let` has only plain names', computed && siteOf(environment, computed.name));
}

interface Environments {
  readonly inner: Environment;
  /** What `inherit` without a source sees. */
  readonly outer: Environment;
  /** Where plain names go, which a recursive set sees; computed ones are seen by nobody. */
  readonly names: Map<string, Thunk>;
}

/** Fills the entries, plain names first; gives back an unknown name, which leaves the set open, or a failing one. */
function addBindings(
  { inner, outer, names }: Environments,
  bindings: readonly Binding[],
  entries: Map<string, Attribute>,
) {
  const around: Surroundings = { inner, outer, sources: undefined };
  const computed: Binding[] = [];
  const add = (name: string, binding: Binding): Thunk => {
    const value = bindingValue(around, binding);
    entries.set(name, { value, at: siteOf(inner, binding.name) });
    return value;
  };
  for (const binding of bindings) {
    const name = literalText(inner.unit.module, binding.name);
    if (name === undefined) computed.push(binding);
    else names.set(name, add(name, binding));
  }
  let open: Unknown | undefined;
  for (const binding of computed) {
    const name = computedName(inner, binding, entries);
    if (typeof name === 'string') add(name, binding);
    else if (name?.kind === 'failure') return name;
    else open ??= name;
  }
  return open;
}

/** A name that is no plain one; `undefined` for `null`, which leaves the attribute out. */
function computedName(
  environment: Environment,
  binding: Binding,
  entries: ReadonlyMap<string, Attribute>,
) {
  const value = exprOf(environment.unit.module, binding.value);
  const at = siteOf(environment, binding.name);
  if (value.kind === 'select' && value.path[0] === binding.name)
    return failure('only plain names can be inherited', at);
  const name = bindingName(environment, binding.name);
  return typeof name === 'string' && entries.has(name)
    ? failure('this attribute is already defined', at)
    : name;
}

function bindingName(environment: Environment, id: ExprId) {
  const value = evaluate(environment, id);
  if (value.kind === 'string') return value.value;
  if (value.kind === 'null') return undefined;
  if (isStuck(value)) return value;
  if (value.kind === 'template') return templateReason(value);
  return failure('an attribute name must be a string', siteOf(environment, id));
}
