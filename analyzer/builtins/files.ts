import type { FilePath } from '../diagnostic.ts';
import { asPath, directoryOf, filePath, joinPath, normalizePath } from '../evaluate/path-value.ts';
import { withoutText } from '../evaluate/paths.ts';
import { member } from '../evaluate/select.ts';
import { coerced } from '../evaluate/strings.ts';
import {
  bool,
  failure,
  list,
  type Path,
  record,
  string,
  Thunk,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import type { FileKind } from '../files.ts';
import type { Site } from '../site.ts';
import { derivationText } from './derivation-data.ts';
import {
  type BuiltinCall,
  type Definitions,
  holeOf,
  overBudget,
  withAttributes,
  withString,
} from './function.ts';

/** What reads the workspace, and what takes paths apart. Nothing outside the workspace is looked at. */
export const fileFunctions: Definitions = {
  readFile: [1, readPath],
  readDir: [1, (call, path) => withFile(path, (file) => readDir(call, file, path.site))],
  readFileType: [1, (call, path) => withFile(path, (file) => fileType(call, file, path.site))],
  pathExists: [
    1,
    (call, path) => withFile(path, (file) => bool(call.session.files.kind(file) !== undefined)),
  ],
  baseNameOf: [1, baseNameOf],
  dirOf: [1, dirOf],
  toPath: [1, toPath],
  filterSource: [2, (_call, _filter, path) => path.force()],
  path: [1, copied],
};

/** What `lib.filesystem` and `lib.path` add. */
export const libFileFunctions: Definitions = {
  listFilesRecursive: [1, listFilesRecursive],
  pathType: [1, (call, path) => withFile(path, (file) => fileType(call, file, path.site))],
  pathIsDirectory: [1, (call, path) => isKind(call, path, 'directory')],
  pathIsRegularFile: [1, (call, path) => isKind(call, path, 'file')],
};

/** What `lib.path` has under names that other namespaces use as well. */
export const libPathFunctions: Definitions = { append: [2, append] };

/** `lib.path.append path subpath`; the subpath is relative and does not lead out of the path. */
function append(call: BuiltinCall, path: Thunk, subpath: Thunk): Value {
  const base = path.force();
  if (base.kind === 'unknown' || base.kind === 'failure') return base;
  return withString(call, subpath, (text) => {
    const parts = text.split('/');
    const isSubpath = text !== '' && !text.startsWith('/') && !parts.includes('..');
    if (base.kind !== 'path' || !isSubpath) {
      return failure('`lib.path.append` needs a path and a subpath', subpath.site);
    }
    return joinPath(base, `/${text}`, path.site);
  });
}

/**
 * The file or folder that is copied, as interpolation names it. Not known are a
 * folder of which a filter takes some, and the repository itself: whoever opens
 * a copy of that tries the flake out, and has no machines beside its own.
 */
function copied(call: BuiltinCall, argument: Thunk): Value {
  return withAttributes(call, argument, (settings) => {
    const impure = unknown({ kind: 'impure', builtin: 'path' }, argument.site, [argument]);
    const given = member(settings, 'path');
    const source = given && asPath(given, argument.site);
    if (source?.kind !== 'path') return source ?? impure;
    if (source.root !== 'workspace' || source.path === '') return impure;
    const isPart = settings.get('filter') && call.session.files.kind(source.path) !== 'file';
    return isPart ? impure : coerced(source, call.session);
  });
}

/** Goes on with a path of the workspace; every other path cannot be read here. */
export function withFile(thunk: Thunk, next: (file: FilePath) => Value): Value {
  const path = asPath(thunk.force(), thunk.site);
  if (path.kind !== 'path') return path;
  if (path.root === 'workspace') return next(path.path);
  return unknown(
    { kind: 'path', path: path.path, problem: 'is not in the repository' },
    thunk.site,
  );
}

/** The text at a path; of what a derivation makes, as much as is known. */
export function readPath(call: BuiltinCall, path: Thunk): Value {
  const derived = derivationText(call, path.force());
  return derived ?? withFile(path, (file) => readFile(call, file, path.site));
}

export function readFile(call: BuiltinCall, file: FilePath, at: Site | undefined): Value {
  const content = call.session.files.read(file);
  return content.kind === 'text'
    ? { kind: 'string', value: content.text, file }
    : withoutText(file, content, at);
}

function readDir(call: BuiltinCall, directory: FilePath, at: Site | undefined): Value {
  const entries = call.session.files.list(directory);
  if (!entries) return failure(`\`${directory}\` is not a directory`, at);
  const problem = overBudget(call, entries.length);
  if (problem) return problem;
  return record(
    Object.fromEntries(entries.map(({ name, kind }) => [name, Thunk.of(typeName(kind, name), at)])),
  );
}

function fileType(call: BuiltinCall, file: FilePath, at: Site | undefined): Value {
  const kind = listedKind(call, file);
  return kind ? typeName(kind, file) : failure(`\`${file}\` does not exist`, at);
}

/** What the directory says a name is: a link is a link, wherever it leads. */
function listedKind(call: BuiltinCall, file: FilePath): FileKind | undefined {
  const { files } = call.session;
  const name = file.slice(file.lastIndexOf('/') + 1);
  const listed = files.list(filePath(directoryOf(file)))?.find((entry) => entry.name === name);
  return listed?.kind ?? files.kind(file);
}

function typeName(kind: FileKind, path: string): Value {
  if (kind === 'file') return string('regular');
  if (kind === 'directory') return string('directory');
  if (kind === 'link') return string('symlink');
  return unknown({ kind: 'path', path, problem: 'is neither a file nor a directory' });
}

function isKind(call: BuiltinCall, path: Thunk, wanted: FileKind): Value {
  return withFile(path, (file) => {
    const kind = listedKind(call, file);
    return kind === 'other' ? typeName(kind, file) : bool(kind === wanted);
  });
}

/** The last name of a path or of a string that looks like one. */
function baseNameOf(call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  if (value.kind === 'path' && value.path === '')
    return unsupported('the name of the repository', thunk.site);
  const text = value.kind === 'path' ? string(value.path) : coerced(value, call.session);
  if (text.kind === 'template') return baseNameOfTemplate(text);
  if (text.kind !== 'string') return text;
  const path = text.value.endsWith('/') ? text.value.slice(0, -1) : text.value;
  return string(path.slice(path.lastIndexOf('/') + 1));
}

/** Known when the last slash stands in the last piece of known text. */
function baseNameOfTemplate(template: Extract<Value, { kind: 'template' }>): Value {
  const last = template.parts.at(-1);
  if (typeof last !== 'string') return holeOf(template);
  const path = last.endsWith('/') ? last.slice(0, -1) : last;
  return path.includes('/') ? string(path.slice(path.lastIndexOf('/') + 1)) : holeOf(template);
}

function dirOf(call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  if (value.kind === 'path') return parentOf(value, thunk.site);
  const text = coerced(value, call.session);
  if (text.kind === 'template') return holeOf(text);
  if (text.kind !== 'string') return text;
  const slash = text.value.lastIndexOf('/');
  if (slash < 0) return string('.');
  return string(slash === 0 ? '/' : text.value.slice(0, slash));
}

function parentOf(path: Path, at: Site | undefined): Value {
  return joinPath(path, '/..', at);
}

function toPath(call: BuiltinCall, thunk: Thunk): Value {
  const text = coerced(thunk.force(), call.session);
  if (text.kind === 'template') return holeOf(text);
  if (text.kind !== 'string') return text;
  return text.value.startsWith('/')
    ? string(normalizePath(text.value))
    : failure('a string is no absolute path', thunk.site);
}

/** Every file below a directory, in the order of the names. */
function listFilesRecursive(call: BuiltinCall, directory: Thunk): Value {
  return withFile(directory, (root) => {
    const found: Thunk[] = [];
    const pending: Listed[] = [{ path: root, kind: 'directory' }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { path, kind } = next;
      const problem = overBudget(call, 1);
      if (problem) return problem;
      const below = kind === 'directory' ? listedBelow(call, path) : undefined;
      if (below) pending.push(...below.toReversed());
      else found.push(Thunk.of({ kind: 'path', root: 'workspace', path }, directory.site));
    }
    return list(found);
  });
}

interface Listed {
  readonly path: FilePath;
  readonly kind: FileKind;
}

function listedBelow(call: BuiltinCall, path: FilePath): readonly Listed[] | undefined {
  const entries = call.session.files.list(path);
  return entries?.map(({ name, kind }) => ({
    path: filePath(path === '' ? name : `${path}/${name}`),
    kind,
  }));
}
