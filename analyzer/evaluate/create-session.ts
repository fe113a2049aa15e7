import { globals } from '../builtins/globals.ts';
import { lib } from '../builtins/lib.ts';
import type { Files } from '../files.ts';
import type { CodeReader } from './code.ts';
import { evaluateExpression } from './evaluate.ts';
import type { InputKnowledge, Session } from './session.ts';
import { Thunk } from './value.ts';

/** Enough for fleets of hundreds of machines; a runaway program ends in a few seconds. */
const defaultSteps = 20_000_000;

const nothingKnown: InputKnowledge = {
  functionOf: () => undefined,
  importOf: () => undefined,
};

/** What an evaluation is told beside the files; without `inputs` their functions are all unknown. */
type Told = Partial<Pick<Session, 'inputs' | 'derivations' | 'position'>>;

/** A fresh evaluation. Values of one session are never mixed with those of another. */
export function createSession(
  files: Files,
  { code, tell }: CodeReader,
  { inputs = nothingKnown, derivations = new Map(), position }: Told = {},
): Session {
  const session: Session = {
    files,
    code,
    tell,
    steps: defaultSteps,
    depth: 0,
    calls: 0,
    imports: new Map(),
    wholeFiles: new WeakMap(),
    globals: { get: (name) => names.get(name) },
    lib: new Thunk(undefined, () => lib(session)),
    evaluate: evaluateExpression,
    inputs,
    derivations,
    position,
  };
  const names = globals(session);
  return session;
}
