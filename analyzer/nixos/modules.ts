import { apply } from '../apply.ts';
import type { FilePath } from '../diagnostic.ts';
import { asPath } from '../path-value.ts';
import { importPath, moduleFile } from '../paths.ts';
import type { Session } from '../session.ts';
import {
  type Attributes,
  attributes,
  type Failure,
  failure,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../value.ts';

/** One module of a machine, after its function was applied. */
export interface ModuleInstance {
  /** The file it comes from; absent for modules written inline in the flake. */
  readonly file: FilePath | undefined;
  /** The file whose `imports` named it. */
  readonly importer: FilePath | undefined;
  readonly config: Thunk | undefined;
  readonly options: Thunk | undefined;
}

/** A module that could not be read, or fails. */
export interface ModuleGap {
  readonly why: Unknown | Failure;
  readonly importer: FilePath | undefined;
}

export interface CollectedModules {
  readonly modules: readonly ModuleInstance[];
  readonly gaps: readonly ModuleGap[];
}

interface Pending {
  readonly thunk: Thunk;
  readonly file: FilePath | undefined;
  readonly importer: FilePath | undefined;
}

/** What every module function is called with; names that are not there come from `_module.args`. */
export type ModuleArguments = Attributes;

/**
 * All modules that a list of modules stands for, imports followed breadth
 * first, each file once. In the order in which nixpkgs merges: the last first.
 */
export function collectModules(
  session: Session,
  roots: readonly Thunk[],
  args: ModuleArguments,
): CollectedModules {
  const modules: ModuleInstance[] = [];
  const gaps: ModuleGap[] = [];
  const seen = new Set<string>();
  const disabled = new Set<string>();
  const queue: Pending[] = roots.map((thunk) => ({
    thunk,
    file: thunk.site?.file,
    importer: undefined,
  }));
  for (let index = 0; index < queue.length && index < mostModules; index++) {
    const pending = queue[index];
    if (pending) visit(pending);
  }
  return {
    modules: modules
      .reverse()
      .filter((module) => module.file === undefined || !disabled.has(module.file)),
    gaps,
  };

  function visit({ thunk, file, importer }: Pending): void {
    const value = thunk.force();
    const path =
      value.kind === 'path' || value.kind === 'string' ? asPath(value, thunk.site) : undefined;
    if (path?.kind === 'path' && path.root === 'workspace') {
      const target = moduleFile(session, path.path);
      if (seen.has(target)) return;
      seen.add(target);
      const imported = new Thunk(thunk.site, () => importPath(session, path, thunk.site));
      return add(imported.force(), { thunk: imported, file: target, importer: file ?? importer });
    }
    if (path && path.kind !== 'path') return add(path, { thunk, file, importer });
    if (path)
      return add(
        unknown({ kind: 'path', path: path.path, problem: 'is not in the repository' }, thunk.site),
        { thunk, file, importer },
      );
    add(value, { thunk, file, importer });
  }

  function add(value: Value, pending: Pending): void {
    const body = bodyOf(value);
    if (body.kind !== 'attrs') {
      const why =
        body.kind === 'unknown' || body.kind === 'failure'
          ? body
          : failure('a module is neither a set nor a function', pending.thunk.site);
      gaps.push({ why, importer: pending.importer ?? pending.file });
      return;
    }
    if (body.open) gaps.push({ why: body.open, importer: pending.file });
    const source = fileOf(body) ?? pending.file;
    for (const thunk of listIn(body, 'imports', pending))
      queue.push({ thunk, file: thunk.site?.file ?? source, importer: source });
    for (const thunk of listIn(body, 'disabledModules', pending)) noteDisabled(thunk);
    modules.push({ file: pending.file, importer: pending.importer, ...parts(body) });
  }

  function bodyOf(value: Value): Value {
    let body = value;
    for (let calls = 0; calls < 8; calls++) {
      if (body.kind === 'lambda') body = body.apply(Thunk.of(args));
      else if (body.kind === 'attrs' && body.get('__functor'))
        body = apply(body, Thunk.of(args), { session, at: undefined });
      else if ((body.kind === 'path' || body.kind === 'string') && calls > 0)
        body = importPath(session, body, undefined);
      else return body;
    }
    return body;
  }

  function listIn(body: Attributes, name: string, pending: Pending): readonly Thunk[] {
    const found = body.get(name)?.value;
    if (!found) return [];
    const value = found.force();
    if (value.kind === 'list') {
      if (value.open) gaps.push({ why: value.open, importer: pending.file });
      return value.items;
    }
    const why =
      value.kind === 'unknown' || value.kind === 'failure'
        ? value
        : failure(`\`${name}\` is not a list`, found.site);
    gaps.push({ why, importer: pending.file });
    return [];
  }

  function noteDisabled(thunk: Thunk): void {
    const path = asPath(thunk.force(), thunk.site);
    if (path.kind === 'path' && path.root === 'workspace')
      disabled.add(moduleFile(session, path.path));
  }
}

/** No fleet comes near; an import that generates imports without end stops here. */
const mostModules = 5000;

const structural = new Set([
  'imports',
  'config',
  'options',
  'disabledModules',
  '_file',
  '_class',
  'key',
  'freeformType',
  'meta',
  'require',
]);

/** `config` and `options` of a module; a module without either is all `config`. */
function parts(body: Attributes): {
  readonly config: Thunk | undefined;
  readonly options: Thunk | undefined;
} {
  const [config, options] = [body.get('config'), body.get('options')];
  if (config ?? options) return { config: config?.value, options: options?.value };
  const entries = body.names().flatMap((name) => {
    const attribute = structural.has(name) ? undefined : body.get(name);
    return attribute ? [[name, attribute] as const] : [];
  });
  return { config: Thunk.of(attributes(new Map(entries), body.open)), options: undefined };
}

function fileOf(body: Attributes): FilePath | undefined {
  const value = body.get('_file')?.value.force();
  return value?.kind === 'path' && value.root === 'workspace' ? value.path : undefined;
}

/** Module arguments: given ones, then `_module.args`, then unknown. */
export function moduleArguments(
  given: ReadonlyMap<string, Thunk>,
  late: (name: string) => Value | undefined,
): ModuleArguments {
  const fixed = attributes(
    new Map([...given].map(([name, value]) => [name, { value, at: undefined }])),
  );
  return {
    kind: 'attrs',
    names: () => fixed.names(),
    get: (name) => fixed.get(name) ?? lateAttribute(name, late),
    open: undefined,
  };
}

function lateAttribute(name: string, late: (name: string) => Value | undefined) {
  const value = new Thunk(undefined, () => late(name) ?? unknown({ kind: 'argument', name }));
  return { value, at: undefined };
}
