import type { FilePath } from '../diagnostic.ts';
import { apply } from '../evaluate/apply.ts';
import { asPath } from '../evaluate/path-value.ts';
import { importPath, moduleFile } from '../evaluate/paths.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  attributes,
  type Failure,
  failure,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import type { Site } from '../site.ts';
import { type Alias, aliasOf } from './alias.ts';

/** One module of a machine, after its function was applied. */
export interface ModuleInstance {
  /** The file it comes from; absent for modules that no file holds. */
  readonly file: FilePath | undefined;
  /** The file whose `imports` named it. */
  readonly importer: FilePath | undefined;
  readonly config: Thunk | undefined;
  readonly options: Thunk | undefined;
  /** Under which all that it defines stands. */
  readonly conditions: readonly Thunk[];
  /** The type of what it defines and nobody declares. */
  readonly freeformType: Thunk | undefined;
  /** What it passes on from options of other names. */
  readonly alias: Alias | undefined;
}

/** A module that a list of modules names, with what stands around it. */
export interface ModuleRoot {
  readonly thunk: Thunk;
  readonly file?: FilePath | undefined;
  readonly at?: Site | undefined;
  readonly conditions?: readonly Thunk[];
  /** Whether a set is all configuration. */
  readonly onlyConfig?: boolean;
}

/** A module that could not be read or fails, or a list of modules that is not wholly known. */
export interface ModuleGap {
  readonly of: 'module' | 'list';
  readonly why: Unknown | Failure;
  readonly importer: FilePath | undefined;
}

export interface CollectedModules {
  readonly modules: readonly ModuleInstance[];
  readonly gaps: readonly ModuleGap[];
}

/** What every module function is called with; names that are not there come from `_module.args`. */
export type ModuleArguments = Attributes;

/** No fleet comes near; an import that generates imports without end stops here. */
const mostModules = 5000;

/**
 * All modules that a list of modules stands for, imports followed breadth
 * first, each file once. In the order in which nixpkgs merges: the last first.
 */
export function collectModules(
  session: Session,
  roots: readonly ModuleRoot[],
  args: ModuleArguments,
): CollectedModules {
  const collection: Collection = {
    session,
    args,
    queue: roots.map((root) => ({
      thunk: root.thunk,
      file: root.file ?? root.thunk.site?.file,
      importer: undefined,
      conditions: root.conditions ?? [],
      onlyConfig: root.onlyConfig ?? false,
    })),
    modules: [],
    gaps: [],
    seen: new Set(),
    disabled: new Set(),
  };
  for (let index = 0; index < Math.min(collection.queue.length, mostModules); index++) {
    const pending = collection.queue[index];
    if (pending) visit(collection, pending);
  }
  const modules = collection.modules
    .filter((module) => module.file === undefined || !collection.disabled.has(module.file))
    .reverse();
  return { modules, gaps: collection.gaps };
}

interface Pending {
  readonly thunk: Thunk;
  readonly file: FilePath | undefined;
  readonly importer: FilePath | undefined;
  readonly conditions: readonly Thunk[];
  readonly onlyConfig: boolean;
}

interface Collection {
  readonly session: Session;
  readonly args: ModuleArguments;
  readonly queue: Pending[];
  readonly modules: ModuleInstance[];
  readonly gaps: ModuleGap[];
  readonly seen: Set<string>;
  readonly disabled: Set<string>;
}

function visit(collection: Collection, pending: Pending): void {
  const { session, seen } = collection;
  const { thunk, file, importer } = pending;
  const value = thunk.force();
  if (value.kind !== 'path' && value.kind !== 'string' && value.kind !== 'template') {
    add(collection, value, pending);
    return;
  }
  const path = asPath(value, thunk.site);
  if (path.kind !== 'path' || path.root !== 'workspace') {
    add(collection, path.kind === 'path' ? outside(path.path, thunk) : path, pending);
    return;
  }
  const target = moduleFile(session, path.path);
  if (seen.has(target)) return;
  seen.add(target);
  const imported = importPath(session, path, thunk.site);
  add(collection, imported, {
    ...pending,
    file: target,
    importer: file ?? importer,
    onlyConfig: false,
  });
}

function outside(path: string, thunk: Thunk): Value {
  return unknown({ kind: 'path', path, problem: 'is not in the repository' }, thunk.site);
}

function add(collection: Collection, value: Value, pending: Pending): void {
  const { gaps, queue, modules } = collection;
  const body = bodyOf(collection, value);
  const { file, importer, conditions } = pending;
  if (body.kind !== 'attrs') {
    const isStuck = body.kind === 'unknown' || body.kind === 'failure';
    const why = isStuck ? body : failure('is neither a set nor a function', pending.thunk.site);
    gaps.push({ of: 'module', why, importer: pending.importer ?? pending.file });
    return;
  }
  const around = { file, importer, conditions };
  if (pending.onlyConfig && value.kind === 'attrs') {
    modules.push({ ...around, ...configOnly(value) });
    return;
  }
  if (body.open) gaps.push({ of: 'list', why: body.open, importer: pending.file });
  const source = fileOf(body) ?? pending.file;
  for (const thunk of listIn(collection, body, 'imports')) {
    queue.push({
      thunk,
      file: thunk.site?.file ?? source,
      importer: source,
      conditions,
      onlyConfig: false,
    });
  }
  for (const thunk of listIn(collection, body, 'disabledModules')) noteDisabled(collection, thunk);
  modules.push({ ...around, ...parts(body) });
}

/** Functions that give functions, as `import` of a function does, and no more than people write. */
const mostCalls = 8;

function bodyOf({ session, args }: Collection, value: Value): Value {
  let body = value;
  for (let calls = 0; calls < mostCalls; calls++) {
    if (body.kind === 'lambda' || (body.kind === 'attrs' && body.get('__functor'))) {
      body = apply(body, Thunk.of(args), { session, at: undefined });
    } else if (body.kind === 'path' || body.kind === 'string') {
      body = importPath(session, body, undefined);
    } else {
      return body;
    }
  }
  return body;
}

function listIn({ gaps }: Collection, body: Attributes, name: string): readonly Thunk[] {
  const found = body.get(name)?.value;
  if (!found) return [];
  const value = found.force();
  if (value.kind === 'list') {
    if (value.open) gaps.push({ of: 'list', why: value.open, importer: found.site?.file });
    return value.items;
  }
  const isStuck = value.kind === 'unknown' || value.kind === 'failure';
  const why = isStuck ? value : failure(`\`${name}\` is not a list`, found.site);
  gaps.push({ of: 'list', why, importer: found.site?.file });
  return [];
}

function noteDisabled({ session, disabled }: Collection, thunk: Thunk): void {
  const path = asPath(thunk.force(), thunk.site);
  if (path.kind === 'path' && path.root === 'workspace') {
    disabled.add(moduleFile(session, path.path));
  }
}

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

type Parts = Pick<ModuleInstance, 'config' | 'options' | 'freeformType' | 'alias'>;

function configOnly(body: Attributes): Parts {
  const config = Thunk.of(body);
  return { config, options: undefined, freeformType: undefined, alias: undefined };
}

/** `config` and `options` of a module; a module without either is all `config`. */
function parts(body: Attributes): Parts {
  const [config, options] = [body.get('config'), body.get('options')];
  const other = { freeformType: body.get('freeformType')?.value, alias: aliasOf(body) };
  if (config ?? options) return { config: config?.value, options: options?.value, ...other };
  const entries = body.names().flatMap((name) => {
    const attribute = structural.has(name) ? undefined : body.get(name);
    return attribute ? [[name, attribute] as const] : [];
  });
  return {
    config: Thunk.of(attributes(new Map(entries), body.open)),
    options: undefined,
    ...other,
  };
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
