import type { Files } from '#analyzer/files.ts';
import type { Expression } from '../syntax/expression.ts';
import { unknown, type Value } from '../values/value.ts';

/** What the names in an expression stand for. */
export interface Scope {
  /** A name that no `for` binds, such as `var` or `aws_eip`, and what is selected from it. */
  readonly resolve: (root: string, steps: readonly Step[]) => Resolved;
  /** `each`, `count`, and the variables of `for` expressions. */
  readonly names: Names;
  /** In a splat: the member. */
  readonly item?: Value;
  readonly session: Session;
}

export interface Names {
  get(name: string): Value | undefined;
}

export const noNames: Names = new Map();

/** One `.name` or `[key]` behind a name. */
export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'key'; readonly key: Value };

/** What a name stands for, and how many steps that took. */
export interface Resolved {
  readonly value: Value;
  readonly used: number;
}

/** Everything mutable of the reading of one root. */
export interface Session {
  /** Stands here so that the parts of the evaluator need not import each other in circles. */
  readonly evaluate: (expression: Expression, scope: Scope) => Value;
  readonly files: Files | undefined;
  /** The directory in which OpenTofu runs, which paths are relative to. */
  readonly directory: string;
  /** Steps that are left; then every further value is unknown. */
  steps: number;
  depth: number;
  /** How often something was unknown only because of where it was asked for. */
  interruptions: number;
  /** Values by address, and those that are being worked out. */
  readonly values: Map<string, Value>;
  readonly open: Set<string>;
  /** How many templates are being rendered inside each other. */
  templates: number;
}

export function evaluateIn(expression: Expression, scope: Scope): Value {
  return scope.session.evaluate(expression, scope);
}

export function withNames<Of extends Scope>(
  scope: Of,
  names: Iterable<readonly [string, Value]>,
): Of {
  const own = new Map(names);
  return { ...scope, names: { get: (name) => own.get(name) ?? scope.names.get(name) } };
}

/** Takes steps from the budget; whether any are left. */
export function spend(session: Session, steps: number): boolean {
  session.steps -= steps;
  if (session.steps > 0) return true;
  session.interruptions++;
  return false;
}

/** Works a value out once, and not inside itself. */
export function once(session: Session, address: string, work: () => Value): Value {
  const { open, values } = session;
  const known = values.get(address);
  if (known) return known;
  if (open.has(address)) {
    session.interruptions++;
    return unknown(`\`${address}\` refers to itself`);
  }
  open.add(address);
  const before = session.interruptions;
  const value = work();
  open.delete(address);
  if (session.interruptions === before) values.set(address, value);
  return value;
}
