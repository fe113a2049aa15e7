import { type Expr, type ExprId, exprOf, literalText, type Module } from '../syntax/module.ts';
import { type Binder, type Scopes, scopesOf } from '../syntax/scope.ts';

/** What is known of one file while its identity checks are collected. */
export interface Reading {
  readonly module: Module;
  readonly scopes: Scopes;
  /** What parameters have been found to be; `parameterRole` fills it. */
  readonly roles: Map<Binder, ParameterRole>;
}

/** What a function's parameter of a telling name, such as `hostname`, really is. */
export type ParameterRole =
  /** An argument of the module: the machine that is being configured. */
  | 'module'
  /** The key of a table of machines, or the name given to a machine that is being made. */
  | 'machine'
  /** Code that makes machines: it may well choose by name. */
  | 'builder'
  /** Something else that has a host name, such as a virtual host. */
  | 'other';

export function readingOf(module: Module): Reading {
  return { module, scopes: scopesOf(module), roles: new Map() };
}

/**
 * One thing that a name may stand for: attributes selected from a root.
 *
 * Plain aliases are followed, so `net.hostName` under `let net = config.networking`
 * is `config networking hostName`. Without a binder the root is a builtin, or
 * `unknownRoot` for a `with` over something that has no name.
 */
export interface NamePath {
  readonly binder: Binder | undefined;
  readonly names: readonly string[];
}

const unknownRoot = '?';

/** Longer chains of aliases than this are not followed; it also ends `rec { a = b; b = a; }`. */
const longestChain = 20;

/** Of sets opened by `with` inside of each other, the innermost are looked at; each costs its own search. */
const mostSets = 4;

/** Everything a name or a selection may stand for, the likeliest first; empty for other expressions. */
export function pathsOf(reading: Reading, id: ExprId, depth = 0): NamePath[] {
  const expr = exprOf(reading.module, id);
  switch (expr.kind) {
    case 'variable':
      return pathsOfVariable(reading, id, depth);
    case 'select': {
      const selected = expr.path.map((name) => literalText(reading.module, name));
      const names = selected.filter((name) => name !== undefined);
      if (names.length < selected.length || depth > longestChain) return [];
      const from = pathsOf(reading, expr.from, depth + 1);
      return from.map((path) => ({ ...path, names: [...path.names, ...names] }));
    }
    default:
      return [];
  }
}

function pathsOfVariable(reading: Reading, id: ExprId, depth: number): NamePath[] {
  const name = variableName(reading, id);
  const referent = reading.scopes.referent(id);
  if (name === undefined || referent === undefined || depth > longestChain) return [];
  switch (referent.kind) {
    case 'binder':
      return pathsOfBinder(reading, referent.binder, depth);
    case 'global':
      return [{ binder: undefined, names: [name] }];
    case 'with':
      return referent.sets.slice(0, mostSets).flatMap((set) => {
        const from = pathsOf(reading, set, depth + 6);
        const anything = [{ binder: undefined, names: [unknownRoot] }];
        return (from.length > 0 ? from : anything).map((path) => ({
          ...path,
          names: [...path.names, name],
        }));
      });
    case 'unresolved':
      return [];
  }
}

function pathsOfBinder(reading: Reading, binder: Binder, depth: number): NamePath[] {
  const value = isBound(binder) ? binder.value : undefined;
  const aliased = value === undefined ? [] : pathsOf(reading, value, depth + 1);
  return aliased.length > 0 ? aliased : [{ binder, names: [binder.name] }];
}

/** Whether a name is given to a value, and is not one that a caller fills in. */
export function isBound(binder: Binder): boolean {
  return binder.kind === 'let' || binder.kind === 'rec';
}

/** The expression behind plain aliases: what a `let` or `rec` name is bound to, and so on. */
export function followed(reading: Reading, id: ExprId): ExprId {
  let current = id;
  for (let step = 0; step < longestChain; step++) {
    const referent = reading.scopes.referent(current);
    if (referent?.kind !== 'binder' || !isBound(referent.binder)) return current;
    if (referent.binder.value === undefined) return current;
    current = referent.binder.value;
  }
  return current;
}

/** The text of a literal string, also of one that has a name in this file. */
export function literalOf(reading: Reading, id: ExprId): string | undefined {
  return literalText(reading.module, followed(reading, id));
}

/** The texts of a list that holds literal strings and nothing else. */
export function literalsOf(reading: Reading, id: ExprId): readonly string[] | undefined {
  const expr = exprOf(reading.module, followed(reading, id));
  if (expr.kind !== 'list') return undefined;
  const texts = expr.items.map((item) => literalOf(reading, item));
  const literals = texts.filter((text) => text !== undefined);
  return literals.length === texts.length ? literals : undefined;
}

/**
 * The name of a function that `builtins` or a library has, such as `hasPrefix`.
 *
 * A function of the same name that this file itself defines is another one.
 */
export function libraryFunction(reading: Reading, id: ExprId): string | undefined {
  const foreign = pathsOf(reading, id).find(
    ({ binder, names }) => names.length > 1 || binder === undefined || !isBound(binder),
  );
  return foreign?.names.at(-1);
}

/** A call with all its arguments: `f a b` is one call of `f`. */
export interface Call {
  readonly callee: ExprId;
  readonly arguments: readonly ExprId[];
}

export function callOf(module: Module, id: ExprId): Call {
  const reversed: ExprId[] = [];
  let callee = id;
  let expr: Expr = exprOf(module, id);
  while (expr.kind === 'apply') {
    reversed.push(expr.argument);
    callee = expr.function;
    expr = exprOf(module, callee);
  }
  return { callee, arguments: reversed.reverse() };
}

/** The whole call of which this expression is an argument; `undefined` when it is none. */
export function callAround(reading: Reading, argument: ExprId): ExprId | undefined {
  let call = reading.scopes.parent(argument);
  if (call === undefined) return undefined;
  const expr = exprOf(reading.module, call);
  if (expr.kind !== 'apply' || expr.argument !== argument) return undefined;
  for (let outer = call; ; ) {
    const parent = reading.scopes.parent(outer);
    if (parent === undefined) return call;
    const around = exprOf(reading.module, parent);
    if (around.kind !== 'apply' || around.function !== outer) return call;
    call = parent;
    outer = parent;
  }
}

/** The name under which an expression stands in the `let` or set around it. */
export function boundAs(reading: Reading, value: ExprId): string | undefined {
  const parent = reading.scopes.parent(value);
  if (parent === undefined) return undefined;
  const around = exprOf(reading.module, parent);
  if (around.kind !== 'attrs' && around.kind !== 'let') return undefined;
  const binding = around.bindings.find((each) => each.value === value);
  return binding && literalText(reading.module, binding.name);
}

function variableName({ module }: Reading, id: ExprId): string | undefined {
  const expr = exprOf(module, id);
  return expr.kind === 'variable' ? expr.name : undefined;
}
