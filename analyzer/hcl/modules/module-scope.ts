import {
  evaluateIn,
  noNames,
  once,
  type Resolved,
  type Scope,
  type Step,
} from '../evaluate/scope.ts';
import type { HclAttribute } from '../syntax/document.ts';
import { nothing, type Value } from '../values/value.ts';
import type { HclModule } from './module.ts';

/** What the names in an expression of a module stand for. */
export interface ModuleScope extends Scope {
  readonly module: HclModule;
  readonly modules: ReadonlyMap<string, HclModule>;
  /** The directories of the modules on the way, this one included. */
  readonly callers: readonly string[];
  /** The modules on the way, such as `module.dns["a"].`; empty in a root. */
  readonly prefix: string;
  /** The module's directory as the root sees it: `path.module`. */
  readonly path: string;
  /** What the caller or the variable files give; undefined leaves it to the default. */
  readonly argument: (name: string) => Value | undefined;
  /** Stands here so that the parts of the evaluator need not import each other in circles. */
  readonly resolver: (root: string, steps: readonly Step[], scope: ModuleScope) => Resolved;
}

/** A scope whose names are those of its own module. */
export function boundScope(parts: Omit<ModuleScope, 'resolve'>): ModuleScope {
  const scope: ModuleScope = {
    ...parts,
    resolve: (root, steps) => parts.resolver(root, steps, scope),
  };
  return scope;
}

/** The value of an attribute; null when it is not there. */
export function attributeValue(attribute: HclAttribute | undefined, scope: Scope): Value {
  return attribute ? evaluateIn(attribute.expression, scope) : nothing;
}

/** Works a named value of a module out once, with the names of its module alone. */
export function onceIn(
  scope: ModuleScope,
  name: string,
  work: (scope: ModuleScope) => Value,
): Value {
  const { session, prefix } = scope;
  return once(session, `${prefix}${name}`, () => work(withoutNames(scope)));
}

function withoutNames(scope: ModuleScope): ModuleScope {
  const { item: _, ...plain } = scope;
  return { ...plain, names: noNames };
}
