import type { FilePath } from '../diagnostic.ts';
import { apply } from '../evaluate/apply.ts';
import { lookedUp } from '../evaluate/attribute-set.ts';
import { valueAt } from '../evaluate/look.ts';
import { directoryOf, filePath } from '../evaluate/path-value.ts';
import { importPath } from '../evaluate/paths.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  compareStrings,
  failure,
  isStuck,
  record,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { evaluateInputs } from './inputs.ts';
import { type FlakeLock, readLock } from './lock.ts';

/** One flake of the workspace in one session. */
export interface OpenFlake {
  /** Whether the file may be a flake: a set with `outputs`. */
  readonly isFlake: boolean;
  /** The set `inputs` as written. */
  readonly declared: Value | undefined;
  readonly inputs: Attributes;
  readonly outputs: Thunk;
  /** The flake as others see it: its outputs, and what Nix adds to them. */
  readonly self: Attributes;
}

/** The flakes that a session has opened, each once, so that a machine is the same for all who name it. */
export type OpenFlakes = Map<FilePath, OpenFlake>;

/** Opens a flake. Nothing of its outputs is evaluated before it is asked for. */
export function openFlake(session: Session, opened: OpenFlakes, file: FilePath): OpenFlake {
  const known = opened.get(file);
  if (known) return known;
  const written = importPath(session, { kind: 'path', root: 'workspace', path: file }, undefined);
  const declared = valueAt(written, 'inputs');
  const source = {
    session,
    file,
    declared,
    lock: lockBeside(session, file),
    flakeAt: (other: FilePath) => openFlake(session, opened, other).self,
    inputsOf: (other: FilePath) => openFlake(session, opened, other).inputs,
  };
  const inputs = evaluateInputs(source, valueAt(written, 'outputs'));
  const outputs: Thunk = new Thunk(undefined, () => callOutputs(session, written, flake));
  const self = selfValue({ outputs, inputs, directory: filePath(directoryOf(file)) });
  const isFlake =
    isStuck(written) ||
    (written.kind === 'attrs' && (written.open ?? written.get('outputs')) !== undefined);
  const flake: OpenFlake = { isFlake, declared, inputs, outputs, self };
  opened.set(file, flake);
  return flake;
}

function callOutputs(session: Session, written: Value, { inputs, self }: OpenFlake): Value {
  if (written.kind !== 'attrs') return written;
  const fn = valueAt(written, 'outputs') ?? failure('the flake has no outputs');
  const own = { value: Thunk.of(self), at: undefined };
  const args = lookedUp(
    () => [...inputs.names(), 'self'],
    (name) => (name === 'self' ? own : inputs.get(name)),
  );
  return apply(fn, Thunk.of(args), { session, at: undefined });
}

function lockBeside(session: Session, file: FilePath): FlakeLock | undefined {
  const directory = directoryOf(file);
  const lock = readLock(
    session,
    filePath(directory === '' ? 'flake.lock' : `${directory}/flake.lock`),
  );
  return typeof lock === 'string' ? undefined : lock;
}

interface SelfParts {
  readonly outputs: Thunk;
  readonly inputs: Attributes;
  readonly directory: FilePath;
}

/** `self`: the outputs, and what Nix adds to them. */
function selfValue({ outputs, inputs, directory }: SelfParts): Attributes {
  const outPath: Value = { kind: 'path', root: 'workspace', path: directory };
  const added = record({ inputs, outputs, outPath, sourceInfo: record({ outPath }) });
  // Outputs that are the flake itself have no end, and so nothing of their own.
  const produced = (): Attributes | undefined => {
    const value = outputs.force();
    return value.kind === 'attrs' && value !== self ? value : undefined;
  };
  const self: Attributes = {
    kind: 'attrs',
    names: () =>
      [...new Set([...added.names(), ...(produced()?.names() ?? [])])].sort(compareStrings),
    get: (name) => added.get(name) ?? produced()?.get(name),
    get open() {
      const value = outputs.force();
      return value.kind === 'unknown' ? value : produced()?.open;
    },
    missing: (name) =>
      sourceAttributes.has(name) ? unknown({ kind: 'impure', builtin: `self.${name}` }) : undefined,
  };
  return self;
}

const sourceAttributes = new Set([
  'rev',
  'shortRev',
  'dirtyRev',
  'dirtyShortRev',
  'lastModified',
  'lastModifiedDate',
  'narHash',
  'revCount',
  'submodules',
]);
