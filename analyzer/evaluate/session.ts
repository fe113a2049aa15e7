import type { FilePath } from '../diagnostic.ts';
import type { Files } from '../files.ts';
import type { Site } from '../site.ts';
import type { ExprId } from '../syntax/module.ts';
import type { CodeReader } from './code.ts';
import type { Environment } from './environment.ts';
import type { Position } from './positions.ts';
import { type Thunk, type UnknownReason, unknown, type Value } from './value.ts';

/** One evaluation of one workspace. Everything mutable of the evaluator is here. */
export interface Session extends CodeReader {
  readonly files: Files;
  /** Steps left before every further value is unknown. */
  steps: number;
  /** Nested evaluations under way. */
  depth: number;
  /** Nested calls of functions under way, as Nix counts them: those in tail position are nested too. */
  calls: number;
  /** The value of each imported file, evaluated once. */
  readonly imports: Map<FilePath, Thunk>;
  /** The files that values are all of. */
  readonly wholeFiles: WeakMap<Value, FilePath>;
  readonly globals: { readonly get: (name: string) => Thunk | undefined };
  readonly lib: Thunk;
  /** The evaluator itself, for the parts that it is made of. */
  readonly evaluate: (environment: Environment, id: ExprId) => Value | Thunk;
  readonly inputs: InputKnowledge;
  /** Files of the workspace whose data a derivation of this name holds as JSON, as the configuration says. */
  readonly derivations: ReadonlyMap<string, FilePath>;
  /** Where a site is in the text. Whoever keeps results while layout changes must not give it. */
  readonly position: ((site: Site) => Position | undefined) | undefined;
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
 * How deep evaluation may nest. One unit takes at most about 690 bytes of the
 * stack of the host language, measured without its optimising compiler, and
 * that stack holds a little under a megabyte; what nests more frames counts as
 * several units.
 */
export const deepestEvaluation = 1200;

/** Nix gives up where calls are nested deeper. */
export const deepestCall = 10_000;

/** Works out a value some levels deeper; unknown when that is too deep for the stack of the host language. */
export function nested(session: Session, compute: () => Value): Value {
  if (session.depth > deepestEvaluation) return unknown({ kind: 'budget' });
  session.depth += 5;
  const value = compute();
  session.depth -= 5;
  return value;
}
