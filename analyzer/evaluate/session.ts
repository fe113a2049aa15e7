import type { FilePath } from '../diagnostic.ts';
import type { Files } from '../files.ts';
import type { Site } from '../site.ts';
import type { ExprId, Module } from '../syntax/module.ts';
import type { Environment } from './environment.ts';
import { type Thunk, type UnknownReason, unknown, type Value } from './value.ts';

/** One evaluation of one workspace. Everything mutable of the evaluator is here. */
export interface Session {
  readonly files: Files;
  /** The lowered module of a Nix file; `undefined` when there is none to read. */
  readonly module: (file: FilePath) => Module | undefined;
  /** Steps left before every further value is unknown. */
  steps: number;
  /** Nested evaluations under way. */
  depth: number;
  /** The value of each imported file, evaluated once. */
  readonly imports: Map<FilePath, Thunk>;
  readonly globals: Map<string, Thunk>;
  readonly lib: Thunk;
  /** The evaluator itself, for the parts that it is made of. */
  readonly evaluate: (environment: Environment, id: ExprId) => Value;
  readonly inputs: InputKnowledge;
  /** Files of the workspace whose data a derivation of this name holds as JSON, as the configuration says. */
  readonly derivations: ReadonlyMap<string, FilePath>;
}

/** What is known of inputs although their sources are not in the workspace. */
export interface InputKnowledge {
  /** What a function of an input does, when it is one that makes machines. */
  readonly functionOf: (reason: UnknownReason) => Constructor | undefined;
  /** What importing the source of an input gives, or a file in it. */
  readonly importOf: (reason: UnknownReason, session: Session) => Value | undefined;
}

/** Where an application stands. */
export interface Call {
  readonly session: Session;
  readonly at: Site | undefined;
}

export type Constructor = (argument: Thunk, call: Call) => Value;

/**
 * How many evaluations, calls of builtins and options may be nested. Each costs
 * up to about fifteen frames of the host language, whose stack holds a little
 * under a megabyte; the first programs overflow it between 800 and 900.
 */
export const deepestEvaluation = 700;

/** Counts one step; false when the budget is used up. */
export function step(session: Session): boolean {
  if (session.steps <= 0 || session.depth > deepestEvaluation) return false;
  session.steps--;
  return true;
}

/** Works out a value one level deeper; unknown when that is too deep for the stack of the host language. */
export function nested(session: Session, compute: () => Value): Value {
  if (session.depth > deepestEvaluation) return unknown({ kind: 'budget' });
  session.depth++;
  const value = compute();
  session.depth--;
  return value;
}
