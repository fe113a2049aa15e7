import type { Session } from '../evaluate/session.ts';
import {
  type Attributes,
  record,
  string,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';
import { priorities } from './definitions.ts';
import { isHarmlessModule } from './known-modules.ts';
import { type CollectedModules, collectModules, moduleArguments } from './modules.ts';
import { OptionNode } from './option-node.ts';
import { packageSet } from './package-set.ts';
import { upstreamDefault } from './upstream-defaults.ts';

/** What a module system is started with. */
export interface EvaluationInput {
  readonly class: HostClass;
  readonly modules: readonly Thunk[];
  /** Set when the list of modules itself is not wholly known. */
  readonly open: Unknown | undefined;
  readonly specialArgs: Attributes | undefined;
  readonly extraArgs: ReadonlyMap<string, Thunk>;
  readonly system: Thunk | undefined;
  /** Defaults beside those of NixOS itself. */
  readonly upstreamDefault?: (path: readonly string[]) => Value | undefined;
}

/** One machine's, or one user's, modules and what they add up to. */
export interface Evaluation {
  readonly class: HostClass;
  readonly collected: () => CollectedModules;
  readonly root: () => OptionNode;
  readonly config: Thunk;
  readonly system: Thunk;
}

/** Sets up the fixpoint of a module system. Nothing is evaluated before it is asked for. */
export function evaluateModules(session: Session, input: EvaluationInput): Evaluation {
  let collected: CollectedModules | undefined;
  let root: OptionNode | undefined;
  const config = new Thunk(undefined, () => evaluation.root().view());
  const system = systemOf(input, () => evaluation.root());
  const evaluation: Evaluation = {
    class: input.class,
    collected: () => (collected ??= collectModules(session, input.modules, args)),
    root: () => (root ??= rootNode(session, evaluation, input)),
    config,
    system,
  };
  const asked = new Set<string>();
  const args = moduleArguments(givenArguments(session, input, evaluation), (name) => {
    // Asked for while the modules that might give it are still collected.
    if (asked.has(name)) return unknown({ kind: 'cycle' });
    asked.add(name);
    const value = lateArgument(evaluation.root(), name);
    asked.delete(name);
    return value;
  });
  return evaluation;
}

function givenArguments(
  session: Session,
  input: EvaluationInput,
  evaluation: Evaluation,
): ReadonlyMap<string, Thunk> {
  const given = new Map<string, Thunk>([
    ['config', evaluation.config],
    ['options', Thunk.of(unknown({ kind: 'unsupported', construct: 'options' }))],
    ['lib', session.lib],
    ['pkgs', new Thunk(undefined, () => packageSet(session, evaluation.system))],
    ['modulesPath', Thunk.of(unknown({ kind: 'input', name: 'nixpkgs', path: ['modules'] }))],
    ...input.extraArgs,
  ]);
  for (const name of input.specialArgs?.names() ?? []) {
    const value = input.specialArgs?.get(name)?.value;
    if (value) given.set(name, value);
  }
  if (input.specialArgs) given.set('specialArgs', Thunk.of(input.specialArgs));
  return given;
}

function lateArgument(root: OptionNode, name: string): Value | undefined {
  const node = root.at(['_module', 'args', name]);
  return node.definitions.length > 0 ? node.value : undefined;
}

function rootNode(session: Session, evaluation: Evaluation, input: EvaluationInput): OptionNode {
  const { modules } = evaluation.collected();
  const tree = {
    session,
    upstreamDefault: (path: readonly string[]) =>
      input.upstreamDefault?.(path) ??
      upstreamDefault(path, (other) => evaluation.root().at(other)),
  };
  return new OptionNode(tree, [], {
    definitions: modules.flatMap((module) =>
      module.config
        ? [
            {
              content: module.config,
              at: undefined,
              file: module.file,
              conditions: [],
              priority: priorities.normal,
              order: 1000,
            },
          ]
        : [],
    ),
    declarations: modules.flatMap((module) => module.options ?? []),
    gaps: () => moduleGaps(evaluation, input),
  });
}

/** Modules that could not be read might define anything, but for those known to define nothing. */
function moduleGaps(evaluation: Evaluation, input: EvaluationInput): readonly Unknown[] {
  const gaps = evaluation.collected().gaps.flatMap(({ of, why }) => {
    if (why.kind === 'unknown') {
      // A list of which one part is unknown may hold any other module as well.
      return of === 'module' && isHarmlessModule(why.reason) ? [] : [why];
    }
    return [unknown({ kind: 'failing-module', message: why.message }, why.at)];
  });
  return input.open ? [...gaps, input.open] : gaps;
}

function systemOf(input: EvaluationInput, root: () => OptionNode): Thunk {
  return new Thunk(input.system?.site, () => {
    const given = input.system?.force();
    if (given && given.kind !== 'null') return given;
    const platform = root().at(['nixpkgs', 'hostPlatform']).value;
    if (platform.kind === 'attrs')
      return (
        platform.get('system')?.value.force() ??
        unknown({ kind: 'unsupported', construct: 'nixpkgs.hostPlatform' })
      );
    return platform.kind === 'unknown' ? root().at(['nixpkgs', 'system']).value : platform;
  });
}

/** What a flake sees of a machine. */
export function evaluationValue(evaluation: Evaluation): Attributes {
  return record({
    _type: string('configuration'),
    config: evaluation.config,
    options: unknown({ kind: 'unsupported', construct: 'options' }),
    pkgs: unknown({ kind: 'package', path: ['pkgs'] }),
    class: string(evaluation.class),
  });
}
