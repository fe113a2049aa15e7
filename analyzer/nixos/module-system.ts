import type { Session } from '../evaluate/session.ts';
import { type Attributes, Thunk, type Unknown, unknown, type Value } from '../evaluate/value.ts';
import { type OptionType, typeIn } from '../option-types/option-type.ts';
import type { CollectedModules, ModuleInstance, ModuleRoot } from './collected-modules.ts';
import { mergedTypes } from './declaration.ts';
import { priorities } from './definitions.ts';
import { freeformType } from './freeform.ts';
import { asOwn, isHarmlessModule } from './known-modules.ts';
import { moduleArguments } from './module-arguments.ts';
import { collectModules } from './modules.ts';
import { OptionNode } from './option-node.ts';
import type { OptionTree } from './option-tree.ts';
import { optionsView } from './options-view.ts';
import { type SubmoduleRequest, submoduleRoots } from './submodule.ts';

/** What a fixpoint of modules is started with. */
export interface ModuleSystemInput {
  readonly roots: readonly ModuleRoot[];
  /** Why there may be other modules. */
  readonly gaps: () => readonly Unknown[];
  /** Arguments of every module beside `config`, `options` and `lib`; those of `specialArgs` last. */
  readonly given: ReadonlyMap<string, Thunk>;
  readonly specialArgs: Attributes | undefined;
  /** The path of the submodule from the root of the machine. */
  readonly path: readonly string[];
  /** Whether upstream declares nothing here. */
  readonly closed: boolean;
  readonly upstreamDefault: OptionTree['upstreamDefault'];
  readonly upstreamApply: OptionTree['upstreamApply'];
  /** The value of an option that is a configuration of its own. */
  readonly embedded?: (node: OptionNode) => Value | undefined;
  /** Whether upstream declares an option at the top level, given the modules that cannot be read. */
  readonly upstreamDeclares: (name: string, gaps: readonly Unknown[]) => boolean | undefined;
  /** Whether a name at the top level is the repository’s own, given the modules that cannot be read. */
  readonly isOwn?: (name: string, gaps: readonly Unknown[]) => boolean;
}

/** Modules, and what they add up to. Nothing is evaluated before it is asked for. */
export interface ModuleSystem {
  readonly collected: () => CollectedModules;
  readonly root: () => OptionNode;
  readonly config: Thunk;
  readonly options: Thunk;
}

/** The fixpoint of a list of modules: each sees what all together define. */
export function moduleSystem(session: Session, input: ModuleSystemInput): ModuleSystem {
  let collected: CollectedModules | undefined;
  let root: OptionNode | undefined;
  const system: ModuleSystem = {
    collected: () => (collected ??= collectModules(session, input.roots, args)),
    root: () => (root ??= rootNode(session, system, input)),
    config: new Thunk(undefined, () => system.root().view()),
    options: new Thunk(undefined, () => optionsView(system.root())),
  };
  const asked = new Set<string>();
  const args = moduleArguments(argumentsOf(session, input, system), (name) => {
    // Asked for while the modules that might give it are still collected.
    if (asked.has(name)) return unknown({ kind: 'cycle' });
    asked.add(name);
    const value = lateArgument(system.root(), input.path, name);
    asked.delete(name);
    return value;
  });
  return system;
}

function argumentsOf(
  session: Session,
  { given, specialArgs }: ModuleSystemInput,
  { config, options }: ModuleSystem,
): ReadonlyMap<string, Thunk> {
  const all = new Map<string, Thunk>([
    ['config', config],
    ['options', options],
    ['lib', session.lib],
    ...given,
  ]);
  for (const name of specialArgs?.names() ?? []) {
    const value = specialArgs?.get(name)?.value;
    if (value) all.set(name, value);
  }
  if (specialArgs) all.set('specialArgs', Thunk.of(specialArgs));
  return all;
}

function lateArgument(root: OptionNode, path: readonly string[], name: string): Value | undefined {
  const node = root.at(['_module', 'args', name]);
  if (node.definitions.length > 0) return node.value;
  return path.length > 0 ? root.gaps[0] : undefined;
}

function rootNode(session: Session, system: ModuleSystem, input: ModuleSystemInput): OptionNode {
  const { modules } = system.collected();
  const aliases = modules.flatMap(({ alias }) => alias ?? []);
  const tree: OptionTree = {
    session,
    upstreamDefault: input.upstreamDefault,
    embedded: input.embedded,
    upstreamApply: input.upstreamApply,
    closed: input.closed,
    upstreamDeclares: (name) => input.upstreamDeclares(name, moduleReasons(system, input)),
    isOwn: (name) => input.isOwn?.(name, moduleReasons(system, input)) ?? false,
    root: () => system.root(),
    aliases: () => aliases,
    submodule: (request) => submoduleRoot(session, request, tree),
  };
  return new OptionNode(tree, input.path, {
    definitions: () => modules.flatMap((module) => rootDefinition(module)),
    declarations: modules.flatMap((module) => module.options ?? []),
    gaps: () => [...moduleGaps(system, input), ...input.gaps()],
    freeform: freeformOf(modules, system),
    place: 'root',
  });
}

function rootDefinition({ config, file, conditions }: ModuleInstance) {
  const { normal } = priorities;
  return config
    ? [{ content: config, at: undefined, file, conditions, priority: normal, order: 1000 }]
    : [];
}

/** Modules that could not be read might define anything, but for those known to define nothing of machines. */
function moduleGaps(
  system: ModuleSystem,
  { closed }: Pick<ModuleSystemInput, 'closed'>,
): readonly Unknown[] {
  return system.collected().gaps.flatMap(({ of, why }) => {
    if (why.kind === 'unknown') {
      // A list of which one part is unknown may hold any module, also those of the repository.
      if (of === 'list') return [asOwn(why)];
      return !closed && isHarmlessModule(why.reason) ? [] : [why];
    }
    return [unknown({ kind: 'failing-module', message: why.message }, why.at)];
  });
}

/** Why modules could not be read, those that are known to define nothing included. */
function moduleReasons(system: ModuleSystem, input: ModuleSystemInput): readonly Unknown[] {
  const { gaps } = system.collected();
  const modules = gaps.map(({ why }) =>
    why.kind === 'unknown'
      ? why
      : unknown({ kind: 'failing-module', message: why.message }, why.at),
  );
  return [...modules, ...input.gaps()];
}

/** The type of what nobody declares, which modules set as they set options. */
function freeformOf(
  modules: readonly ModuleInstance[],
  system: ModuleSystem,
): () => OptionType | undefined {
  const declared = modules.flatMap(({ freeformType }) => freeformType ?? []);
  let type: OptionType | undefined;
  let isKnown = false;
  return () => {
    if (isKnown) return type;
    isKnown = true;
    const node = system.root().at(['_module', 'freeformType']);
    const own = node.definitions.map(({ content }) => content);
    const types = [...declared, ...own].map((thunk) => typeIn(thunk)());
    type = freeformType(types.reduce(joinedTypes, undefined));
    return type;
  };
}

function joinedTypes(left: OptionType | undefined, right: OptionType): OptionType | undefined {
  return mergedTypes(left, right);
}

/**
 * What is defined inside a submodule. Of options that upstream may declare there,
 * only defaults are known; what is the repository's own around it is so inside.
 */
function submoduleRoot(
  session: Session,
  request: SubmoduleRequest,
  { upstreamDefault, isOwn }: Pick<OptionTree, 'upstreamDefault' | 'isOwn'>,
): OptionNode {
  const { roots, open } = submoduleRoots(request);
  const special = request.type.specialArgs?.force();
  return moduleSystem(session, {
    roots,
    gaps: () => [...(open ? [open] : []), ...request.gaps()],
    given: new Map(),
    specialArgs: special?.kind === 'attrs' ? special : undefined,
    path: request.path,
    closed: request.closed,
    upstreamDefault,
    upstreamApply: () => undefined,
    upstreamDeclares: () => undefined,
    isOwn,
  }).root();
}

/** What a value needs that is merged by its type outside of any module system. */
export function freeTree(session: Session): OptionTree {
  const tree: OptionTree = {
    session,
    upstreamDefault: () => undefined,
    upstreamApply: () => undefined,
    upstreamDeclares: () => undefined,
    isOwn: () => false,
    closed: true,
    root: () => emptyRoot(session),
    aliases: () => [],
    submodule: (request) => submoduleRoot(session, request, tree),
  };
  return tree;
}

function emptyRoot(session: Session): OptionNode {
  return new OptionNode(freeTree(session), [], {
    definitions: () => [],
    declarations: [],
    gaps: () => [],
  });
}
