import type { FilePath } from '../diagnostic.ts';
import { apply } from '../evaluate/apply.ts';
import { asPath } from '../evaluate/path-value.ts';
import { importPath, moduleFile } from '../evaluate/paths.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  type Failure,
  failure,
  Thunk,
  type Unknown,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import {
  type CollectedModules,
  instanceOf,
  type ListedFile,
  type ModuleGap,
  type ModuleImport,
  type ModuleInstance,
  type ModuleRoot,
} from './collected-modules.ts';
import { imageModule } from './image-modules.ts';
import type { ModuleArguments } from './module-arguments.ts';
import { openings } from './module-lists.ts';
import {
  configOnly,
  fileOf,
  keyText,
  ownKey,
  partsOf,
  strayAttribute,
  structuralDoubt,
  writtenIn,
} from './module-parts.ts';

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
      parent: undefined,
      listed: 'code',
    })),
    nodes: [],
    gaps: [],
    imports: [],
    byKey: new Map(),
    disabled: new Set(),
  };
  for (let index = 0; index < Math.min(collection.queue.length, mostModules); index++) {
    const pending = collection.queue[index];
    if (pending) visit(collection, pending);
  }
  const { gaps, imports } = collection;
  return { modules: enabledModules(collection).reverse(), gaps, imports };
}

/** A disabled module takes with it what only it imports. */
function enabledModules({ nodes, disabled }: Collection): ModuleInstance[] {
  const enabled = new Set<ModuleNode>();
  for (const node of nodes) {
    const isImported = node.parents.some((parent) => parent === undefined || enabled.has(parent));
    if (isImported && !(node.key !== undefined && disabled.has(node.key))) enabled.add(node);
  }
  return nodes.filter((node) => enabled.has(node)).flatMap(({ instance }) => instance ?? []);
}

interface Pending {
  readonly thunk: Thunk;
  readonly file: FilePath | undefined;
  readonly importer: FilePath | undefined;
  readonly conditions: readonly Thunk[];
  readonly onlyConfig: boolean;
  /** The module that imports it; absent for those that the machine names. */
  readonly parent: ModuleNode | undefined;
  /** How the machine itself names it, where no file that it names imports it. */
  readonly listed: 'file' | 'code' | undefined;
}

/** A module in the tree of imports. */
interface ModuleNode {
  /** Its file, or the key that it gives itself: two of one key are one. */
  readonly key: string | undefined;
  readonly parents: (ModuleNode | undefined)[];
  instance: ModuleInstance | undefined;
}

interface Collection {
  readonly session: Session;
  readonly args: ModuleArguments;
  readonly queue: Pending[];
  /** Importers before what they import. */
  readonly nodes: ModuleNode[];
  readonly gaps: ModuleGap[];
  readonly imports: ModuleImport[];
  readonly byKey: Map<string, ModuleNode>;
  readonly disabled: Set<string>;
}

function visit(collection: Collection, pending: Pending): void {
  const { session } = collection;
  const { thunk } = pending;
  const value = thunk.force();
  if (value.kind !== 'path' && value.kind !== 'string' && value.kind !== 'template') {
    const whole = session.wholeFiles.get(value);
    const own = whole === undefined ? pending : ofFile(pending, whole);
    add(collection, value, own, undefined);
    return;
  }
  const path = asPath(value, thunk.site);
  if (path.kind !== 'path' || path.root !== 'workspace') {
    const problem = 'is not in the repository';
    const outside = path.kind === 'path' ? { path: path.path, problem } : undefined;
    const why = outside ? unknown({ kind: 'path', ...outside }, thunk.site) : path;
    add(collection, why, pending, undefined);
    const image = imageModule(value, thunk.site);
    if (image) collection.queue.push({ ...pending, thunk: image });
    return;
  }
  const target = moduleFile(session, path.path);
  const exists = session.files.kind(target) === 'file';
  if (thunk.site) collection.imports.push({ target, exists, at: thunk.site });
  if (isKnown(collection, target, pending.parent)) return;
  const imported = importPath(session, path, thunk.site);
  add(collection, imported, { ...ofFile(pending, target), onlyConfig: false }, target);
}

/** A module that is all of a file. */
function ofFile(pending: Pending, target: FilePath): Pending {
  const { file, importer, listed } = pending;
  return { ...pending, file: target, importer: file ?? importer, listed: listed && 'file' };
}

/** Whether a module was there before; another importer is noted. */
function isKnown({ byKey }: Collection, key: string, parent: ModuleNode | undefined): boolean {
  const known = byKey.get(key);
  known?.parents.push(parent);
  return known !== undefined;
}

function addNode(
  { nodes, byKey }: Collection,
  key: string | undefined,
  parent: ModuleNode | undefined,
): ModuleNode {
  const node: ModuleNode = { key, parents: [parent], instance: undefined };
  nodes.push(node);
  if (key !== undefined) byKey.set(key, node);
  return node;
}

function add(
  collection: Collection,
  value: Value,
  pending: Pending,
  file: FilePath | undefined,
): void {
  const { gaps } = collection;
  const body = bodyOf(collection, value);
  if (body.kind !== 'attrs') {
    const isStuck = body.kind === 'unknown' || body.kind === 'failure';
    noteBroken(collection, pending, isStuck ? body : 'is neither a set nor a function');
    if (file !== undefined) addNode(collection, file, pending.parent);
    return;
  }
  const around = {
    file: pending.file,
    importer: pending.importer,
    conditions: pending.conditions,
    listed: listedFile(pending, body),
  };
  if (pending.onlyConfig && value.kind === 'attrs') {
    const node = addNode(collection, undefined, pending.parent);
    node.instance = instanceOf(around, configOnly(value));
    return;
  }
  const key = file ?? ownKey(collection.session, body);
  if (key === undefined && body.get('key')) {
    const why = unsupported('a module whose `key` is not known', pending.thunk.site);
    gaps.push({ of: 'list', why, importer: pending.file });
  }
  if (file === undefined && key !== undefined && isKnown(collection, key, pending.parent)) return;
  const node = addNode(collection, key, pending.parent);
  node.instance = instanceOf(around, partsOf(body));
  addImports(collection, body, { pending, node, isListed: around.listed?.part === 'some' });
  const stray = strayAttribute(body);
  if (stray !== undefined)
    noteBroken(collection, pending, `the module has an unsupported attribute \`${stray}\``);
}

/** Where a module of the machine's own list is written; `import ./x.nix` there is all of that file. */
function listedFile({ listed, file }: Pending, body: Attributes): ListedFile | undefined {
  if (listed === undefined || file === undefined) return undefined;
  if (listed === 'file') return { file, part: 'all' };
  const own = writtenIn(body) ?? file;
  return { file: own, part: own === file ? 'some' : 'all' };
}

/** A module that cannot be read, or that Nix refuses. */
function noteBroken(
  { gaps }: Collection,
  { thunk, importer, file }: Pending,
  problem: Unknown | Failure | string,
): void {
  const why = typeof problem === 'string' ? failure(problem, thunk.site) : problem;
  gaps.push({ of: 'module', why, importer: importer ?? file });
}

/** A module whose imports are followed. */
interface Importing {
  readonly pending: Pending;
  readonly node: ModuleNode;
  /** Whether its imports count as those of the machine. */
  readonly isListed: boolean;
}

function addImports(
  collection: Collection,
  body: Attributes,
  { pending, node, isListed }: Importing,
): void {
  const more = structuralDoubt(body);
  if (more) collection.gaps.push({ of: 'list', why: more, importer: pending.file });
  const source = fileOf(body) ?? pending.file;
  for (const thunk of listIn(collection, body, 'imports')) {
    collection.queue.push({
      thunk,
      file: thunk.site?.file ?? source,
      importer: source,
      conditions: pending.conditions,
      onlyConfig: false,
      parent: node,
      listed: isListed ? 'code' : undefined,
    });
  }
  for (const thunk of listIn(collection, body, 'disabledModules')) noteDisabled(collection, thunk);
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
    gaps.push(...openings(value).map((gap) => ({ ...gap, importer: found.site?.file })));
    return value.items;
  }
  const isStuck = value.kind === 'unknown' || value.kind === 'failure';
  const why = isStuck ? value : failure(`\`${name}\` is not a list`, found.site);
  gaps.push({ of: 'list', why, importer: found.site?.file });
  return [];
}

function noteDisabled(collection: Collection, thunk: Thunk): void {
  const { session, disabled } = collection;
  const value = thunk.force();
  const key = value.kind === 'attrs' ? ownKey(session, value) : keyText(value, session);
  if (key !== undefined) disabled.add(key);
  const path = asPath(thunk.force(), thunk.site);
  if (path.kind === 'path' && path.root === 'workspace') {
    disabled.add(moduleFile(session, path.path));
  }
}
