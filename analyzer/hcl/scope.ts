import type { Node, Tree } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import type { HclModule } from './module.ts';
import { type HclValue, undecided } from './value.ts';

/** What the names in an expression stand for. */
export interface Scope {
  readonly module: HclModule;
  /** The directories of the modules on the way, this one included. */
  readonly callers: readonly string[];
  /** The modules on the way, such as `module.dns["a"].`; empty in a root. */
  readonly prefix: string;
  /** What the caller or the variable files give; `undefined` leaves it to the default. */
  readonly argument: (name: string) => HclValue | undefined;
  /** `each`, `count`, and the variables of `for` expressions. */
  readonly names: ReadonlyMap<string, HclValue>;
  readonly session: HclSession;
}

/** Everything mutable of the reading of one root. */
export interface HclSession {
  readonly modules: ReadonlyMap<string, HclModule>;
  readonly fileOf: ReadonlyMap<Tree, FilePath>;
  /** Stands here so that the parts of the evaluator need not import each other in circles. */
  readonly evaluate: (nodes: readonly Node[], scope: Scope) => HclValue;
  /** Expressions that may still be evaluated; then every further value is undecided. */
  steps: number;
  depth: number;
  /** Values by address, and those that are being worked out. */
  readonly values: Map<string, HclValue>;
  readonly open: Set<string>;
}

export function evaluateIn(node: Node, scope: Scope): HclValue {
  return scope.session.evaluate([node], scope);
}

export function withNames(scope: Scope, names: Iterable<readonly [string, HclValue]>): Scope {
  return { ...scope, names: new Map([...scope.names, ...names]) };
}

/** Works a named value out once, with the names of its module alone, and not inside itself. */
export function once(key: string, scope: Scope, work: (scope: Scope) => HclValue): HclValue {
  const { open, values } = scope.session;
  const address = `${scope.prefix}${key}`;
  const known = values.get(address);
  if (known) return known;
  if (open.has(address)) return undecided(`\`${address}\` refers to itself`);
  open.add(address);
  const value = work({ ...scope, names: new Map() });
  open.delete(address);
  if (value.kind !== 'undecided') values.set(address, value);
  return value;
}
