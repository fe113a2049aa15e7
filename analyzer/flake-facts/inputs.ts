import type { FilePath } from '../diagnostic.ts';
import { textAt, truthAt, valueAt } from '../evaluate/look.ts';
import { directoryOf, filePath } from '../evaluate/path-value.ts';
import type { Attribute, Attributes, Value } from '../evaluate/value.ts';
import { plain, TableBuilder } from '../extract/table.ts';
import type { Undecided } from '../facts/cell.ts';
import type { Table } from '../facts/facts.ts';
import type { InputRow } from '../facts/flakes.ts';
import type { FlakeSession } from '../flake/flake.ts';
import { declaredReference } from '../flake/inputs.ts';
import { type FlakeLock, type LockedNode, type LockProblem, readLock } from '../flake/lock.ts';
import { openFlake } from '../flake/open-flake.ts';
import { frameworkOf } from '../frameworks/index.ts';
import type { Site } from '../site.ts';
import { addressText, type FlakeReference, repositoryOf } from '../sources/reference.ts';
import { registered } from '../sources/registry.ts';
import type { InputMention } from './input-mentions.ts';
import { agrees, copiedInputs, disagreement } from './lock-agreement.ts';

/** What a flake says of its inputs: the rows, and where one input uses another. */
export interface DeclaredInputs {
  readonly table: Table<'input'>;
  readonly copies: Table<'input-copy'>;
  readonly uses: readonly InputMention[];
  readonly flake: FilePath;
  /** Of the flake itself. */
  readonly names: readonly string[];
}

/** The inputs of a flake, and those of its inputs that it changes. */
export function flakeInputs(flakes: FlakeSession, flake: FilePath): DeclaredInputs {
  const { session, opened } = flakes;
  const { declared, inputs } = openFlake(session, opened, flake);
  const reading: Reading = {
    flake,
    lock: readLock(session, beside(flake, 'flake.lock')),
    table: new TableBuilder('input'),
    uses: [],
  };
  if (declared && declared.kind !== 'attrs') {
    const reason = declared.kind === 'unknown' ? declared : 'the inputs are not a set';
    reading.table.gap({ flake }, reason, { file: flake, expr: 0 });
  }
  const set = declared?.kind === 'attrs' ? declared : undefined;
  for (const name of inputs.names()) addInput(reading, [name], set?.get(name));
  const copies = copyTable(reading, inputs.names(), set);
  return { table: plain(reading.table), copies, uses: reading.uses, flake, names: inputs.names() };
}

/** What the inputs bring along again, told at each of them. */
function copyTable(
  { flake, lock }: Reading,
  names: readonly string[],
  declared: Attributes | undefined,
): Table<'input-copy'> {
  const table = new TableBuilder('input-copy');
  const copied = typeof lock === 'string' ? [] : copiedInputs(lock, names);
  for (const [input, copies] of copied) {
    const declaration = declared?.get(input);
    const at = declaration?.at ?? { file: flake, expr: 0 };
    for (const { input: name, same } of copies) table.add({ at, flake, input, name, same });
  }
  return plain(table);
}

interface Reading {
  readonly flake: FilePath;
  readonly lock: FlakeLock | LockProblem;
  readonly table: TableBuilder<'input'>;
  readonly uses: InputMention[];
}

function addInput(reading: Reading, path: readonly string[], declaration: Attribute | undefined) {
  const { flake, table, uses, lock } = reading;
  const value = declaration?.value.force();
  const at = declaration?.at ?? declaration?.value.site ?? { file: flake, expr: 0 };
  const followed = followedBy(value);
  const reference = referenceOf(path, { declaration, isFollowing: followed !== undefined });
  table.add({
    at,
    flake,
    name: path.join('/'),
    declared: declaration !== undefined,
    'is-flake': truthAt(value, 'flake') ?? true,
    ...described(reference, typeof lock === 'string' ? undefined : lock.find(path)),
    follows: followed?.text,
    ...locked(lock, path),
    ...(typeof lock === 'string'
      ? agrees
      : disagreement(lock, { path, reference, isFollowing: followed !== undefined })),
  });
  if (path.length === 1) addTaken(reading, { name: path[0] ?? '', reference, at });
  const [target = ''] = followed?.text.split('/') ?? [];
  if (followed && target !== '') {
    uses.push({ name: target, kind: 'follows', at: followed.at ?? at });
  }
  const nested = valueAt(value, 'inputs');
  if (nested?.kind !== 'attrs') return;
  for (const name of nested.names()) addInput(reading, [...path, name], nested.get(name));
}

/** Frameworks take other inputs by the names that these mostly have. */
function addTaken(
  { uses }: Reading,
  { name, reference, at }: { name: string; reference: FlakeReference | undefined; at: Site },
): void {
  const framework = frameworkOf({ name, repository: reference && repositoryOf(reference) });
  for (const taken of framework?.takes ?? []) uses.push({ name: taken, kind: 'framework', at });
}

function followedBy(value: Value | undefined): { text: string; at: Site | undefined } | undefined {
  const text = textAt(value, 'follows');
  const thunk = value?.kind === 'attrs' ? value.get('follows')?.value : undefined;
  return text === undefined ? undefined : { text, at: thunk?.site };
}

/** An input that says nothing of its source is one of the registry, but for one that only changes an input of an input. */
function referenceOf(
  path: readonly string[],
  { declaration, isFollowing }: { declaration: Attribute | undefined; isFollowing: boolean },
): FlakeReference | undefined {
  const own = pathReference(declaration) ?? declaredReference(declaration);
  if (own || isFollowing || path.length > 1 || saysSource(declaration)) return own;
  return { type: 'indirect', id: path[0] ?? '' };
}

/** Whether an input says where it comes from, though perhaps in a way that cannot be read. */
function saysSource(declaration: Attribute | undefined): boolean {
  const value = declaration?.value.force();
  return ['url', 'type'].some((name) => valueAt(value, name) !== undefined);
}

/** A path that is no text is absolute in the workspace. */
function pathReference(declaration: Attribute | undefined): FlakeReference | undefined {
  const url = valueAt(declaration?.value.force(), 'url');
  return url?.kind === 'path' ? { type: 'path', path: `./${url.path}` } : undefined;
}

/** Whose source it is, for a name of the registry by what that says, and else by what was locked. */
function described(
  reference: FlakeReference | undefined,
  node: LockedNode | undefined,
): Pick<InputRow, 'type' | 'url' | 'owner' | 'repository' | 'ref'> {
  const source =
    reference?.type === 'indirect' ? (registered(reference) ?? node?.locked) : reference;
  return {
    type: reference?.type,
    url: reference && addressText(reference),
    owner: source?.owner,
    repository: source?.repository,
    ref: reference?.ref,
  };
}

const lockProblems: Readonly<Record<Exclude<LockProblem, 'absent'>, string>> = {
  unreadable: '`flake.lock` cannot be read',
  malformed: '`flake.lock` is no lock file',
  version: '`flake.lock` has a version that is not known',
};

/** What the lock file says; nothing where there is none. */
function locked(
  lock: FlakeLock | LockProblem,
  path: readonly string[],
): Pick<InputRow, 'locked-node' | 'locked-revision' | 'last-modified'> {
  if (typeof lock === 'string') {
    const cell: Undecided | undefined =
      lock === 'absent' ? undefined : { undecided: lockProblems[lock] };
    return { 'locked-node': cell, 'locked-revision': cell, 'last-modified': cell };
  }
  const node = lock.find(path);
  return {
    'locked-node': node?.name,
    'locked-revision': node?.locked?.revision,
    'last-modified': node?.lastModified,
  };
}

function beside(flake: FilePath, name: string): FilePath {
  const directory = directoryOf(flake);
  return filePath(directory === '' ? name : `${directory}/${name}`);
}
