import { globals } from '../builtins/globals.ts';
import { lib } from '../builtins/lib.ts';
import type { Files } from '../files.ts';
import { evaluateExpression } from './evaluate.ts';
import type { InputKnowledge, Session } from './session.ts';
import { Thunk } from './value.ts';

/** Enough for fleets of hundreds of machines; a runaway program ends in a few seconds. */
const defaultSteps = 20_000_000;

const nothingKnown: InputKnowledge = {
  functionOf: () => undefined,
  importOf: () => undefined,
};

/**
 * A fresh evaluation. Values of one session are never mixed with those of another.
 * `inputs` says what is known of inputs; without it their functions are all unknown.
 */
export function createSession(
  files: Files,
  module: Session['module'],
  inputs: InputKnowledge = nothingKnown,
): Session {
  const session: Session = {
    files,
    module,
    steps: defaultSteps,
    depth: 0,
    imports: new Map(),
    globals: new Map(),
    lib: new Thunk(undefined, () => lib(session)),
    evaluate: evaluateExpression,
    inputs,
  };
  for (const [name, value] of globals(session)) session.globals.set(name, value);
  return session;
}
