import type { FilePath } from '../diagnostic.ts';
import { lookedUp } from '../evaluate/attribute-set.ts';
import { textAt, truthAt, valueAt } from '../evaluate/look.ts';
import { directoryOf, filePath, workspacePath } from '../evaluate/path-value.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  type Path,
  record,
  setWith,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import type { InputReason } from '../frameworks/framework.ts';
import { frameworkOf } from '../frameworks/index.ts';
import {
  type FlakeReference,
  isPublic,
  parseReference,
  referenceIn,
  repositoryOf,
} from '../sources/reference.ts';
import { registered } from '../sources/registry.ts';
import type { FlakeLock, LockedNode } from './lock.ts';
import { lockedAttributes } from './locked-source.ts';

/** What the inputs of a flake are read from. */
export interface InputSource {
  readonly session: Session;
  /** The `flake.nix`. */
  readonly file: FilePath;
  /** The set `inputs`. */
  readonly declared: Value | undefined;
  readonly lock: FlakeLock | undefined;
  /** Another flake of the workspace, as an input shows it, and the inputs of its own. */
  readonly flakeAt: (file: FilePath) => Attributes;
  readonly inputsOf: (file: FilePath) => Attributes;
}

/** One input, named by its path: more than one name for an input of an input. */
interface Input {
  readonly path: readonly string[];
  readonly declaration: Attribute | undefined;
}

/**
 * The inputs that are declared, and those that the outputs ask for without a
 * declaration. Each is looked up when it is asked for, so that most of what
 * evaluates the flake does not depend on which others there are.
 */
export function evaluateInputs(source: InputSource, outputs: Value | undefined): Attributes {
  const declared = source.declared?.kind === 'attrs' ? source.declared : undefined;
  const asked = (outputs?.kind === 'lambda' ? outputs.formals : undefined) ?? new Map();
  return lookedUp(
    () => [...(declared?.names() ?? []), ...asked.keys()].filter((name) => name !== 'self'),
    (name) => {
      const declaration = name === 'self' ? undefined : declared?.get(name);
      if (!declaration && (name === 'self' || !asked.has(name))) return undefined;
      const value = new Thunk(undefined, () =>
        evaluateInput(source, { path: [name], declaration }),
      );
      return { value, at: declaration?.at };
    },
  );
}

/**
 * What a flake knows of an input: its name, what it is locked to, and what a
 * framework is documented to give. Everything else is unknown by name. A flake
 * of the workspace is known like any other.
 */
function evaluateInput(source: InputSource, input: Input): Value {
  const node = source.lock?.find(input.path);
  const reference = referenceOf(source, input, node);
  const inside = insideWorkspace(source, input, reference);
  if (inside) return inside;
  const reason = reasonOf(input, reference);
  const at = input.declaration?.at;
  const given = frameworkOf(reason)?.outputs({
    session: source.session,
    reason,
    inputsOf: source.inputsOf,
  });
  const outPath = unknown({ ...reason, path: ['outPath'] }, at);
  const locked = { outPath, ...lockedAttributes(node) };
  const entries = new Map([
    ...entriesOf(record({ ...locked, sourceInfo: setWith(record(locked), { open: outPath }) })),
    ...(node ? entriesOf(nestedInputs(source, input)) : []),
    ...(given?.kind === 'attrs' ? entriesOf(given) : []),
  ]);
  return attributes(entries, unknown(reason, at));
}

function reasonOf({ path }: Input, reference: FlakeReference): InputReason {
  const repository = repositoryOf(reference);
  return {
    kind: 'input',
    name: path.at(-1) ?? '',
    ...(repository && { repository }),
    ...(repository && reference.ref !== undefined && { ref: reference.ref }),
    isPublic: isPublic(path.at(-1) ?? '', reference),
    path: [],
  };
}

function entriesOf(set: Attributes): [string, Attribute][] {
  return set.names().flatMap((name): [string, Attribute][] => {
    const attribute = set.get(name);
    return attribute ? [[name, attribute]] : [];
  });
}

/**
 * Which source an input names: by its own declaration, else by what it
 * follows, else by its name in the registry. Where all that is a name, the
 * lock file knows what the name stood for.
 */
function referenceOf(
  { declared }: InputSource,
  { path, declaration }: Input,
  node: LockedNode | undefined,
): FlakeReference {
  const followed = textAt(declaration?.value.force(), 'follows')?.split('/') ?? [];
  const [first = '', ...below] = followed;
  const other = declared?.kind === 'attrs' && below.length === 0 ? declared.get(first) : undefined;
  const found = declaredReference(declaration) ?? declaredReference(other) ?? node?.original;
  const named = { type: 'indirect', id: below.at(-1) ?? path.at(-1) ?? '' } as const;
  const reference = found ?? named;
  if (reference.type !== 'indirect') return reference;
  return node?.locked ?? registered(reference) ?? reference;
}

/** What a declaration names; Nix wants a set with `url` or with the parts of one. */
export function declaredReference(declaration: Attribute | undefined): FlakeReference | undefined {
  const value = declaration?.value.force();
  return value?.kind === 'string' ? parseReference(value.value) : referenceIn(value);
}

/** A flake in the workspace itself, or a folder of it that is no flake. */
function insideWorkspace(
  source: InputSource,
  { path, declaration }: Input,
  reference: FlakeReference,
): Value | undefined {
  const folder = path.length === 1 ? folderOf(source, declaration, reference) : undefined;
  if (folder?.root !== 'workspace') return undefined;
  if (truthAt(declaration?.value.force(), 'flake') === false) return record({ outPath: folder });
  const file = filePath(folder.path === '' ? 'flake.nix' : `${folder.path}/flake.nix`);
  return source.session.files.kind(file) === 'file' ? source.flakeAt(file) : undefined;
}

/** The folder that a path names; a text is relative to the flake, and other paths are not in the workspace. */
function folderOf(
  { file }: InputSource,
  declaration: Attribute | undefined,
  { type, path }: FlakeReference,
): Path | undefined {
  const url = valueAt(declaration?.value.force(), 'url');
  if (url?.kind === 'path') return url;
  if (type !== 'path' || path === undefined || path.startsWith('/')) return undefined;
  const folder = workspacePath(`./${directoryOf(file)}/${path}`, declaration?.at);
  return folder.kind === 'path' ? folder : undefined;
}

/** The inputs of an input, as far as the lock file names them. */
function nestedInputs(source: InputSource, { path }: Input): Attributes {
  const names = source.lock?.inputsOf(path) ?? [];
  const inputs = names.map((name): [string, Thunk] => {
    const input = { path: [...path, name], declaration: undefined };
    return [name, new Thunk(undefined, () => evaluateInput(source, input))];
  });
  return record({ inputs: record(Object.fromEntries(inputs)) });
}
