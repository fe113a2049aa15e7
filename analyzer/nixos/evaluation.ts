import { update } from '../evaluate/operators.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  attributes,
  type List,
  list,
  record,
  setWith,
  string,
  Thunk,
  type Unknown,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';
import type { CollectedModules, ModuleRoot } from './collected-modules.ts';
import { moduleSystem } from './module-system.ts';
import type { OptionNode } from './option-node.ts';
import { packageSet } from './package-set.ts';
import { upstreamApply } from './upstream-applies.ts';
import { upstreamDefault } from './upstream-defaults.ts';
import { isOwnName, upstreamDeclares } from './upstream-options.ts';

/** What a machine or a home is started with. */
export interface EvaluationInput {
  readonly class: HostClass;
  readonly modules: readonly ModuleRoot[];
  /** Set when the list of modules itself is not wholly known. */
  readonly open: Unknown | undefined;
  readonly specialArgs: Attributes | undefined;
  readonly extraArgs: ReadonlyMap<string, Thunk>;
  readonly system: Thunk | undefined;
  /** Defaults beside those of NixOS itself. */
  readonly upstreamDefault?: (path: readonly string[]) => Value | undefined;
  /** The value of an option that is a configuration of its own, such as a home. */
  readonly embedded?: (host: Evaluation, node: OptionNode) => Value | undefined;
}

/** One machine's, or one user's, modules and what they add up to. */
export interface Evaluation {
  readonly class: HostClass;
  readonly collected: () => CollectedModules;
  readonly root: () => OptionNode;
  readonly config: Thunk;
  readonly options: Thunk;
  readonly system: Thunk;
  /** What the modules are given as `lib`. */
  readonly lib: Thunk;
  /** The modules that whoever starts it names. */
  readonly roots: List;
  /** What whoever starts the modules passes to all of them. */
  readonly arguments: Attributes | undefined;
  /** The same with further modules. */
  readonly extended: (modules: readonly Thunk[], specialArgs: Attributes) => Evaluation;
}

/** Sets up the fixpoint of a machine. Nothing is evaluated before it is asked for. */
export function evaluateModules(session: Session, input: EvaluationInput): Evaluation {
  const system = systemOf(input, () => evaluation.root());
  const builder = builderOf(system, () => evaluation.root());
  const modules = moduleSystem(session, {
    roots: input.modules,
    gaps: () => (input.open ? [input.open] : []),
    given: new Map<string, Thunk>([
      ['pkgs', new Thunk(undefined, () => packageSet(session, system, builder))],
      ['modulesPath', Thunk.of(unknown({ kind: 'input', name: 'nixpkgs', path: ['modules'] }))],
      ['_class', Thunk.of(string(classNames[input.class]))],
      ...input.extraArgs,
    ]),
    specialArgs: input.specialArgs,
    path: [],
    closed: false,
    embedded: (node) => input.embedded?.(evaluation, node),
    upstreamDefault: (path) =>
      input.upstreamDefault?.(path) ??
      upstreamDefault(path, {
        class: input.class,
        node: (other) => evaluation.root().at(other),
      }),
    upstreamApply: (path) => upstreamApply(path, input.class),
    upstreamDeclares: (name, gaps) => upstreamDeclares(name, input.class, gaps),
    isOwn: isOwnName,
  });
  const evaluation: Evaluation = {
    ...modules,
    class: input.class,
    system,
    lib: input.specialArgs?.get('lib')?.value ?? input.extraArgs.get('lib') ?? session.lib,
    roots: list(
      input.modules.map(({ thunk }) => thunk),
      input.open,
    ),
    arguments: input.specialArgs,
    extended: (added, specialArgs) =>
      evaluateModules(session, {
        ...input,
        modules: [...input.modules, ...added.map((thunk) => ({ thunk }))],
        specialArgs: joined(input.specialArgs, specialArgs),
      }),
  };
  return evaluation;
}

/** What the module system calls a kind of configuration. */
const classNames = { nixos: 'nixos', darwin: 'darwin', home: 'homeManager' } as const;

function joined(left: Attributes | undefined, right: Attributes): Attributes {
  const names = [...(left?.names() ?? []), ...right.names()];
  return attributes(
    new Map(
      names.flatMap((name) => {
        const attribute = right.get(name) ?? left?.get(name);
        return attribute ? [[name, attribute] as const] : [];
      }),
    ),
    left?.open ?? right.open,
  );
}

function systemOf(input: EvaluationInput, root: () => OptionNode): Thunk {
  return new Thunk(input.system?.site, () => {
    const given = input.system?.force();
    const isSaid = given && given.kind !== 'null' && given.kind !== 'unknown';
    if (isSaid) return given;
    const platform = root().at(['nixpkgs', 'hostPlatform']).value;
    const own =
      platform.kind === 'unknown' ? root().at(['nixpkgs', 'system']).value : systemIn(platform);
    return own.kind === 'unknown' && given?.kind === 'unknown' ? given : own;
  });
}

/** The system that packages are built on, where that is another. */
function builderOf(system: Thunk, root: () => OptionNode): Thunk {
  return new Thunk(undefined, () => {
    const builder = root().at(['nixpkgs', 'buildPlatform']);
    return builder.definitions.length > 0 ? systemIn(builder.value) : system;
  });
}

function systemIn(platform: Value): Value {
  if (platform.kind !== 'attrs') return platform;
  const unsaid = (): Value => unknown({ kind: 'unsupported', construct: 'nixpkgs.hostPlatform' });
  return platform.get('system')?.value.force() ?? unsaid();
}

/** What a flake sees of a machine. `extend` makes the machine that `extendModules` gives. */
export function evaluationValue(
  session: Session,
  evaluation: Evaluation,
  extend: (modules: Thunk) => Value,
): Attributes {
  return record({
    _type: string('configuration'),
    config: evaluation.config,
    options: evaluation.options,
    pkgs: new Thunk(undefined, () =>
      packageSet(session, evaluation.system, builderOf(evaluation.system, evaluation.root)),
    ),
    lib: evaluation.lib,
    _module: new Thunk(undefined, () => ownOptions(evaluation)),
    class: string(evaluation.class),
    extendModules: { kind: 'lambda', formals: undefined, apply: extend },
  });
}

/** What the module system says of a machine: the modules that it was made of, and what they were given. */
function ownOptions({ root, roots, arguments: specialArgs }: Evaluation): Attributes {
  const args = new Thunk(undefined, () =>
    update(root().at(['_module', 'args']).view(), record({ modules: roots })),
  );
  const known = record({ args, specialArgs: specialArgs ?? attributes(new Map()) });
  return setWith(known, { open: unsupported('_module') });
}
