import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Terminal, WrongUse } from '../terminal.ts';
import { type Answer, anyRepository, cleanEnvironment, type Git, gitIn } from './run-git.ts';

/** One path as git has it. */
export interface Entry {
  /** `100644`, `100755`, `120000` for a link, `160000` for a submodule. */
  readonly mode: string;
  /** The name of its content. */
  readonly object: string;
}

/** Paths from the workspace, in the part of the repository that is below it. */
export type Entries = ReadonlyMap<FilePath, Entry>;

/**
 * Git in the folder of a workspace, which must lie in the working tree of a
 * repository. Variables of git count when they speak of that repository, as
 * they do in a hook: a commit of single files has an index of its own.
 */
export function openRepository(root: string, terminal: Terminal): Git | WrongUse {
  const environment = cleanEnvironment(terminal.environment);
  const called = findRepository(terminal.directory, gitIn(terminal.directory, environment));
  const isCalled = !('wrongUse' in called) && isBelow(called.top, root);
  const clean = anyRepository(environment);
  const found = isCalled ? called : findRepository(root, gitIn(root, clean));
  if ('wrongUse' in found) return found;
  const { GIT_INDEX_FILE: index } = environment;
  return gitIn(root, {
    ...(isCalled ? environment : clean),
    GIT_DIR: found.directory,
    GIT_WORK_TREE: found.top,
    ...(isCalled && index !== undefined ? { GIT_INDEX_FILE: resolve(found.top, index) } : {}),
  });
}

interface Found {
  readonly top: string;
  readonly directory: string;
}

/** Git itself decides here whether it trusts the owner of the repository. */
function findRepository(folder: string, git: Git): Found | WrongUse {
  const top = lineOf(git(['rev-parse', '--show-toplevel']));
  if ('wrongUse' in top) return { wrongUse: `\`${folder}\`: ${top.wrongUse}` };
  const directory = lineOf(git(['rev-parse', '--absolute-git-dir']));
  if ('wrongUse' in directory) return directory;
  return { top: realpathSync(top.line), directory: directory.line };
}

/** The name of the commit that a person calls so. */
export function commitOf(git: Git, name: string): string | WrongUse {
  const found = lineOf(
    git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]),
  );
  if (!('wrongUse' in found)) return found.line;
  const shallow = lineOf(git(['rev-parse', '--is-shallow-repository']));
  const isShallow = !('wrongUse' in shallow) && shallow.line === 'true';
  const hint = isShallow ? '; the clone is shallow and may lack it' : '';
  return { wrongUse: `\`${name}\` names no commit of this repository${hint}` };
}

/** The commit at which two lines of history parted; `undefined` when the clone does not hold it. */
export function mergeBase(git: Git, one: string, other: string): string | undefined {
  const found = lineOf(git(['merge-base', one, other]));
  return 'wrongUse' in found ? undefined : found.line;
}

/** The tree of the last commit; an empty one before the first. */
export function headTree(git: Git): string | WrongUse {
  const head = lineOf(git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']));
  if (!('wrongUse' in head)) return head.line;
  const empty = lineOf(git(['hash-object', '-t', 'tree', '--stdin']));
  return 'wrongUse' in empty ? empty : empty.line;
}

/** The files of a commit. */
export function treeEntries(git: Git, commit: string): Entries | WrongUse {
  return listed(git(['ls-tree', '-r', '-z', commit]), (head) => {
    const [mode = '', , object = ''] = head.split(' ');
    return { mode, object };
  });
}

/** The files of the index, or what stands in the way of reading it as one version. */
export function indexEntries(git: Git): Entries | WrongUse {
  let conflict: string | undefined;
  const entries = listed(git(['ls-files', '--stage', '-z']), (head, path) => {
    const [mode = '', object = '', stage] = head.split(' ');
    if (stage !== '0') conflict ??= path;
    return { mode, object };
  });
  return conflict === undefined ? entries : { wrongUse: `\`${conflict}\` is in conflict` };
}

/** The files that a sparse checkout leaves out of the working tree. */
export function skippedPaths(git: Git): ReadonlySet<string> | WrongUse {
  const answer = git(['ls-files', '-t', '-z']);
  if (answer.kind === 'failed') return { wrongUse: answer.message };
  return new Set(
    parts(answer.bytes).flatMap((part) => (part.startsWith('S ') ? [part.slice(2)] : [])),
  );
}

/** The files that differ between a commit and the index; without those that are only announced. */
export function stagedPaths(git: Git, commit: string): ReadonlySet<string> | WrongUse {
  const options = ['--cached', '--relative', '--no-renames', '--ita-invisible-in-index'];
  const silent = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=all'];
  const answer = git(['diff-index', ...options, ...silent, '--name-only', '-z', commit]);
  if (answer.kind === 'failed') return { wrongUse: answer.message };
  return new Set(parts(answer.bytes));
}

/** The bytes of these objects. Filters are not applied. */
export function readObjects(
  git: Git,
  objects: ReadonlySet<string>,
): ReadonlyMap<string, Buffer> | WrongUse {
  if (objects.size === 0) return new Map();
  const answer = git(['cat-file', '--batch'], [...objects, ''].join('\n'));
  if (answer.kind === 'failed') return { wrongUse: answer.message };
  const read = new Map<string, Buffer>();
  const { bytes } = answer;
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\n', at);
    const [object = '', kind, size] = bytes.toString('latin1', at, end).split(' ');
    if (kind === 'missing') return { wrongUse: `this clone lacks the object ${object}` };
    const start = end + 1;
    at = start + Number(size) + 1;
    read.set(object, bytes.subarray(start, at - 1));
  }
  return read;
}

/** Entries as git lists them: a head, a tabulator, a path, and a zero. */
function listed(answer: Answer, read: (head: string, path: string) => Entry): Entries | WrongUse {
  if (answer.kind === 'failed') return { wrongUse: answer.message };
  const entries = parts(answer.bytes).map((part): [FilePath, Entry] => {
    const tab = part.indexOf('\t');
    const path = part.slice(tab + 1) as FilePath;
    return [path, read(part.slice(0, tab), path)];
  });
  return new Map(entries);
}

function parts(bytes: Buffer): string[] {
  return bytes
    .toString('utf8')
    .split('\0')
    .filter((part) => part !== '');
}

function lineOf(answer: Answer): { readonly line: string } | WrongUse {
  if (answer.kind === 'failed') return { wrongUse: answer.message };
  return { line: answer.bytes.toString('utf8').replace(/\r?\n$/, '') };
}

function isBelow(outer: string, inner: string): boolean {
  const path = relative(outer, inner);
  return path !== '..' && !path.startsWith(`..${sep}`);
}
