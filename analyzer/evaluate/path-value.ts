import type { FilePath } from '../diagnostic.ts';
import type { Site } from '../site.ts';
import { failure, type Path, type Unknown, unknown, type Value } from './value.ts';

/**
 * How the store path of the repository begins in strings. Nobody can know the
 * real one before Nix copies the sources, and nothing may depend on it.
 */
export const storePath = '/nix/store/00000000000000000000000000000000-source';

/** A path below the workspace; unknown when it leads out. */
export function workspacePath(path: string, at: Site | undefined): Value {
  const normal = normalizePath(path);
  if (normal === '..' || normal.startsWith('../'))
    return unknown({ kind: 'path', path, problem: 'leads out of the repository' }, at);
  return { kind: 'path', root: 'workspace', path: filePath(normal) };
}

export function filePath(path: string): FilePath {
  return path as FilePath;
}

export function joinPath(path: Path, suffix: string, at: Site | undefined): Value {
  if (path.root === 'system')
    return { kind: 'path', root: 'system', path: normalizePath(path.path + suffix) };
  return workspacePath(
    path.path === '' ? `.${suffix.startsWith('/') ? '' : '/'}${suffix}` : path.path + suffix,
    at,
  );
}

/** The path in a string. */
export function textOfPath(path: Path): string {
  if (path.root === 'system') return path.path;
  return path.path === '' ? storePath : `${storePath}/${path.path}`;
}

/** More sets than this inside one another are taken to have no end. */
const mostOutPaths = 100;

/** A value used as a path: paths, strings of absolute paths, and sets with `outPath`. */
export function asPath(value: Value, at: Site | undefined): Value {
  let current = value;
  for (let count = 0; current.kind === 'attrs'; count++) {
    if (count > mostOutPaths) return unknown({ kind: 'budget' }, at);
    current =
      current.get('outPath')?.value.force() ??
      current.open ??
      failure('an attribute set is not a path', at);
  }
  switch (current.kind) {
    case 'path':
    case 'unknown':
    case 'failure':
      return current;
    case 'string':
      return pathInText(current.value, at);
    case 'template':
      return pathOfTemplate(current.parts, at);
    default:
      return failure(`a value of type ${current.kind} is not a path`, at);
  }
}

function pathInText(text: string, at: Site | undefined): Value {
  if (text === storePath) return workspacePath('.', at);
  if (text.startsWith(`${storePath}/`)) return workspacePath(text.slice(storePath.length + 1), at);
  return text.startsWith('/')
    ? { kind: 'path', root: 'system', path: normalizePath(text) }
    : failure('a string is no absolute path', at);
}

/** A file below the source of an input keeps its name; every other path with a hole is as unknown as the hole. */
function pathOfTemplate(parts: readonly (string | Unknown)[], at: Site | undefined): Value {
  const [source, file] = parts;
  const hole = parts.find((part) => typeof part !== 'string');
  if (hole === undefined) return failure('unreachable: a template without a hole', at);
  const { reason } = hole;
  const isBelow = parts.length === 2 && source === hole && typeof file === 'string';
  if (!isBelow || reason.kind !== 'input' || reason.path.at(-1) !== 'outPath') return hole;
  return unknown({ ...reason, file: normalizePath(`/${reason.file ?? ''}${file}`) }, hole.at ?? at);
}

/** The path without `.`, `..` and doubled slashes where they can be resolved, and without a slash at the end. */
export function normalizePath(path: string): string {
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !absolute) parts.push(part);
  }
  return (absolute ? '/' : '') + parts.join('/');
}

/** The directory of a file of the workspace; empty for the workspace itself. */
export function directoryOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}
