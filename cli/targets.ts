import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { DiskFiles } from './files.ts';
import { isPattern } from './patterns.ts';
import type { WrongUse } from './terminal.ts';

/** Which files of a workspace a command is about. */
export interface Targets {
  readonly includes: (file: FilePath) => boolean;
  /** Files named one by one, which count even when git ignores them. */
  readonly named: readonly FilePath[];
}

/** The folder that decides which workspace is meant. */
export function targetFolder(target: string | undefined, directory: string): string {
  if (target === undefined) return directory;
  const whole = resolve(directory, target);
  const path = followed(whole) ? whole : resolve(directory, fixedPart(target));
  return [path, dirname(path)].find(isFolder) ?? directory;
}

/** Whether all that is named are folders. */
export function areFolders(targets: readonly string[], directory: string): boolean {
  return targets.every((target) => isFolder(resolve(directory, target)));
}

/** What paths, folders and patterns of the command line stand for. */
export function resolveTargets(
  targets: readonly string[] | undefined,
  directory: string,
  disk: DiskFiles,
): Targets | WrongUse {
  if (targets === undefined) return { includes: () => true, named: [] };
  const resolved: Target[] = [];
  for (const target of targets) {
    const one = resolveTarget(target, directory, disk);
    if ('wrongUse' in one) return one;
    resolved.push(one);
  }
  return {
    includes: (file) => resolved.some(({ includes }) => includes(file)),
    named: resolved.flatMap(({ named }) => named ?? []),
  };
}

/** The path of an absolute path within the workspace; `undefined` when it is outside. */
export function pathInside(root: string, path: string): FilePath | undefined {
  const inside = relative(root, path);
  if (inside === '..' || inside.startsWith(`..${sep}`)) return undefined;
  return inside.split(sep).join('/') as FilePath;
}

/** An existing path, or one that does not exist yet, with the links of its folder resolved. */
export function realPath(path: string): string {
  const folder = dirname(path);
  return isFolder(folder) ? join(realpathSync(folder), basename(path)) : path;
}

interface Target {
  readonly includes: (file: FilePath) => boolean;
  readonly named?: FilePath;
}

function resolveTarget(target: string, directory: string, disk: DiskFiles): Target | WrongUse {
  const path = resolve(directory, target);
  const sight = look(path);
  switch (sight.kind) {
    case 'absent':
      return isPattern(target)
        ? resolvePattern(target, directory, disk)
        : { wrongUse: `\`${target}\` does not exist` };
    case 'refused':
      return { wrongUse: `\`${target}\` ${sight.reason}` };
    case 'file':
    case 'folder':
      return insideTarget(target, sight.kind === 'folder' ? realpathSync(path) : realPath(path), {
        kind: sight.kind,
        root: disk.root,
      });
  }
}

function insideTarget(
  target: string,
  path: string,
  { kind, root }: { readonly kind: 'file' | 'folder'; readonly root: string },
): Target | WrongUse {
  const inside = pathInside(root, path);
  if (inside === undefined)
    return { wrongUse: `\`${target}\` is outside the workspace \`${root}\`` };
  if (kind === 'file') return { includes: (file) => file === inside, named: inside };
  return { includes: (file) => inside === '' || file.startsWith(`${inside}/`) };
}

type Sight =
  | { readonly kind: 'folder' | 'file' | 'absent' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * What is at a path that a person named. A link that leads to nothing or in
 * circles is a file, so that reading it says what is wrong with it.
 */
function look(path: string): Sight {
  try {
    const stats = followed(path) ?? lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'absent' };
    return { kind: stats.isDirectory() ? 'folder' : 'file' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { kind: 'refused', reason: refusals.get(code) ?? `cannot be looked at (${code})` };
  }
}

const refusals = new Map([
  ['ELOOP', 'is behind a link that leads in circles'],
  ['ENAMETOOLONG', 'is longer than a path may be'],
  ['EACCES', 'is in a folder that this user may not enter'],
]);

function followed(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function isFolder(path: string): boolean {
  return followed(path)?.isDirectory() === true;
}

function resolvePattern(target: string, directory: string, disk: DiskFiles): Target | WrongUse {
  const pattern = resolve(realpathSync(directory), target);
  const matches = picomatch(pattern, { dot: true });
  const includes = (file: FilePath): boolean => matches(join(disk.root, file));
  return disk.paths.some(includes) ? { includes } : { wrongUse: `no file matches \`${target}\`` };
}

/** The part of a pattern before the first segment with a wildcard. */
function fixedPart(target: string): string {
  if (!isPattern(target)) return target;
  const segments = target.split('/');
  const first = segments.findIndex((segment) => isPattern(segment));
  return segments.slice(0, first).join('/') || '.';
}
