import { type Binding, type Expr, type ExprId, exprOf, literalText } from '../syntax/module.ts';
import { delay, type Environment, evaluate, type Names, siteOf, withNames } from './environment.ts';
import { selectPath } from './select.ts';
import {
  type Attribute,
  attributes,
  failure,
  isStuck,
  Thunk,
  type Unknown,
  type Value,
} from './value.ts';

/** The set that bindings make, with `rec` and dynamic names. */
export function evaluateAttributes(
  environment: Environment,
  expr: Extract<Expr, { kind: 'attrs' }>,
): Value {
  const entries = new Map<string, Attribute>();
  const inner = expr.recursive ? withNames(environment, thunksOf(entries)) : environment;
  const problem = addBindings({ inner, outer: environment }, expr.bindings, entries);
  if (problem?.kind === 'failure') return problem;
  const overrides = expr.recursive ? entries.get('__overrides')?.value.force() : undefined;
  return overrides ? overridden(entries, overrides) : attributes(entries, problem);
}

/** What `__overrides` of a recursive set holds replaces its attributes, for the set itself as well. */
function overridden(entries: Map<string, Attribute>, overrides: Value): Value {
  if (isStuck(overrides)) return overrides;
  if (overrides.kind !== 'attrs') return failure('`__overrides` must be an attribute set');
  const result = new Map(entries);
  for (const name of overrides.names()) {
    const attribute = overrides.get(name);
    if (!attribute) continue;
    result.set(name, attribute);
    if (entries.has(name)) entries.set(name, attribute);
  }
  return overrides.open ?? attributes(result);
}

export function evaluateLet(environment: Environment, expr: Extract<Expr, { kind: 'let' }>): Value {
  const entries = new Map<string, Attribute>();
  const inner = withNames(environment, thunksOf(entries));
  const computed = expr.bindings.find(
    ({ name }) => literalText(environment.unit.module, name) === undefined,
  );
  if (computed) return failure('`let` has only plain names', siteOf(environment, computed.name));
  const problem = addBindings({ inner, outer: environment }, expr.bindings, entries);
  return problem ?? evaluate(inner, expr.body);
}

interface Environments {
  readonly inner: Environment;
  /** What `inherit` without a source sees. */
  readonly outer: Environment;
}

/** Fills the entries; gives back an unknown name, which leaves the set open, or a failing one. */
function addBindings(
  environments: Environments,
  bindings: readonly Binding[],
  entries: Map<string, Attribute>,
) {
  const { inner, outer } = environments;
  const sources = new Map<ExprId, Thunk>();
  let open: Unknown | undefined;
  for (const binding of bindings) {
    const name = bindingName(inner, binding.name);
    if (name === undefined) continue;
    if (typeof name !== 'string') {
      if (name.kind === 'failure') return name;
      open ??= name;
      continue;
    }
    const problem = problemOfComputed(inner, binding, entries.has(name));
    if (problem) return problem;
    const value = binding.inherited
      ? delay(outer, binding.value)
      : delayShared(inner, binding.value, sources);
    entries.set(name, { value, at: siteOf(inner, binding.name) });
  }
  return open;
}

/** Why a name that is no plain one cannot stand where it stands. */
function problemOfComputed(environment: Environment, binding: Binding, isTaken: boolean) {
  if (literalText(environment.unit.module, binding.name) !== undefined) return undefined;
  const value = exprOf(environment.unit.module, binding.value);
  const at = siteOf(environment, binding.name);
  if (value.kind === 'select' && value.path[0] === binding.name)
    return failure('only plain names can be inherited', at);
  return isTaken ? failure('this attribute is already defined', at) : undefined;
}

/** `inherit (source) a b;` evaluates its source once for all its names. */
function delayShared(environment: Environment, id: ExprId, sources: Map<ExprId, Thunk>): Thunk {
  const expr = exprOf(environment.unit.module, id);
  if (expr.kind !== 'select' || expr.path.length !== 1) return delay(environment, id);
  const [first] = expr.path;
  const name = first === undefined ? undefined : literalText(environment.unit.module, first);
  if (name === undefined || expr.otherwise !== undefined) return delay(environment, id);
  const source = sources.get(expr.from) ?? delay(environment, expr.from);
  sources.set(expr.from, source);
  const site = siteOf(environment, id);
  return new Thunk(
    site,
    () =>
      selectPath(source.force(), [name], site) ?? failure(`attribute \`${name}\` is missing`, site),
  );
}

/** The name as text; `undefined` for `null`, which leaves the attribute out. */
function bindingName(environment: Environment, id: ExprId) {
  const literal = literalText(environment.unit.module, id);
  if (literal !== undefined) return literal;
  const value = evaluate(environment, id);
  if (value.kind === 'string') return value.value;
  if (value.kind === 'null') return undefined;
  if (isStuck(value)) return value;
  if (value.kind === 'template') return value.parts.find((part) => typeof part !== 'string');
  return failure('an attribute name must be a string', siteOf(environment, id));
}

/** A view of the entries as names of a scope; it sees entries that are added later. */
function thunksOf(entries: ReadonlyMap<string, Attribute>): Names {
  return { get: (name: string) => entries.get(name)?.value };
}
