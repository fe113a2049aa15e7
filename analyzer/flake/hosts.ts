import type { Call, InputKnowledge, Session } from '../evaluate/session.ts';
import {
  type Attributes,
  attributes,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';
import { homeLibrary } from '../frameworks/home-library.ts';
import { frameworkOf } from '../frameworks/index.ts';
import {
  type Evaluation,
  type EvaluationInput,
  evaluateModules,
  evaluationValue,
} from '../nixos/evaluation.ts';
import type { Site } from '../site.ts';
import { guestAt } from './guests.ts';
import { homeAt } from './homes.ts';
import { formatModule } from './image-formats.ts';
import { appliesPatches, patchedSource } from './patched-source.ts';

/** One call that makes a machine or a home. */
export interface HostCall {
  readonly class: HostClass;
  readonly at: Site | undefined;
  readonly evaluation: Evaluation;
}

/** The machines that one session has made. */
export interface HostRegistry {
  /** In the order of evaluation. */
  readonly calls: HostCall[];
  /** By the `config` of the value they gave, which survives `//`, to recognise a machine where a flake names it. */
  readonly byConfig: WeakMap<Thunk, HostCall>;
}

export function hostRegistry(): HostRegistry {
  return { calls: [], byConfig: new WeakMap() };
}

/** The functions of well-known inputs that make machines, by their last name. */
const constructors: ReadonlyMap<string, HostClass> = new Map([
  ['nixosSystem', 'nixos'],
  ['nixosGenerate', 'nixos'],
  ['darwinSystem', 'darwin'],
  ['homeManagerConfiguration', 'home'],
]);

/** What is known of functions and files of inputs beyond their names. */
export function inputKnowledge(registry: HostRegistry): InputKnowledge {
  return {
    functionOf(reason) {
      if (appliesPatches(reason))
        return (argument, { at }) => patchedSource(argument) ?? unknown(reason, at, [argument]);
      if (reason.kind !== 'input') return undefined;
      const hostClass = constructors.get(reason.path.at(-1) ?? '');
      if (hostClass === undefined) return undefined;
      return (argument, call) => constructHost({ hostClass, registry }, argument, call);
    },
    importOf(reason, session) {
      const isSource = reason.kind === 'input' && reason.path.join() === 'outPath';
      return isSource ? frameworkOf(reason)?.imported?.(session, reason) : undefined;
    },
  };
}

interface Making {
  readonly hostClass: HostClass;
  readonly registry: HostRegistry;
}

function constructHost({ hostClass, registry }: Making, argument: Thunk, call: Call): Value {
  const given = argument.force();
  if (given.kind !== 'attrs') return given;
  const evaluation = evaluateModules(call.session, inputOf(hostClass, given, call));
  return registered({ hostClass, registry }, evaluation, call);
}

/** The value of a machine, which the registry knows from then on. */
function registered({ hostClass, registry }: Making, evaluation: Evaluation, call: Call): Value {
  const value = evaluationValue(call.session, evaluation, (argument) => {
    const given = argument.force();
    if (given.kind !== 'attrs') return given;
    const modules = given.get('modules')?.value.force();
    const special = given.get('specialArgs')?.value.force();
    const extended = evaluation.extended(
      itemsOf(modules),
      special?.kind === 'attrs' ? special : attributes(new Map()),
    );
    return registered({ hostClass, registry }, extended, call);
  });
  const host = { class: hostClass, at: call.at, evaluation };
  registry.calls.push(host);
  registry.byConfig.set(evaluation.config, host);
  return value;
}

function inputOf(hostClass: HostClass, given: Attributes, { session }: Call): EvaluationInput {
  const modules = given.get('modules')?.value.force();
  const further = (name: string) =>
    hostClass === 'nixos' ? given.get(name)?.value.force() : undefined;
  const [extra, extraArgs] = [further('extraModules'), further('extraArgs')];
  const special = given
    .get(hostClass === 'home' ? 'extraSpecialArgs' : 'specialArgs')
    ?.value.force();
  const ofImage = hostClass === 'nixos' ? formatModule(given.get('format')?.value) : undefined;
  const all = [...itemsOf(extra), ...itemsOf(modules), ...(ofImage ? [ofImage] : [])];
  return {
    class: hostClass,
    modules: all.map((thunk) => ({ thunk })),
    open:
      openness(extra) ??
      openness(modules) ??
      given.open ??
      openness(special) ??
      openness(extraArgs),
    specialArgs: special?.kind === 'attrs' ? special : attributes(new Map()),
    extraArgs: new Map([...entriesOf(extraArgs), ...givenArguments(session, hostClass, given)]),
    system: given.get('system')?.value ?? systemOfPackages(given),
    ...(hostClass === 'home'
      ? {}
      : {
          embedded: (host, node) => homeAt(session, host, node) ?? guestAt(session, host, node),
        }),
  };
}

function itemsOf(value: Value | undefined): readonly Thunk[] {
  return value?.kind === 'list' ? value.items : [];
}

function entriesOf(value: Value | undefined): readonly (readonly [string, Thunk])[] {
  if (value?.kind !== 'attrs') return [];
  return value.names().flatMap((name) => {
    const found = value.get(name)?.value;
    return found ? [[name, found] as const] : [];
  });
}

/** `lib` and `pkgs` may be handed in; packages that are unknown are those of the machine's platform. */
function givenArguments(
  session: Session,
  hostClass: HostClass,
  given: Attributes,
): ReadonlyMap<string, Thunk> {
  const entries = new Map<string, Thunk>();
  const lib = given.get('lib')?.value;
  if (hostClass === 'home') {
    const extended = () => homeLibrary(session, lib ?? session.lib);
    entries.set('lib', new Thunk(lib?.site, extended));
  } else if (lib) entries.set('lib', lib);
  const packages = given.get('pkgs')?.value;
  if (packages?.force().kind === 'attrs') entries.set('pkgs', packages);
  return entries;
}

function systemOfPackages(given: Attributes): Thunk | undefined {
  const packages = given.get('pkgs')?.value.force();
  return packages?.kind === 'attrs' ? packages.get('system')?.value : undefined;
}

/** Why a list or set given to a machine is not wholly known. */
function openness(value: Value | undefined): Unknown | undefined {
  if (value?.kind === 'unknown') return value;
  if (value?.kind === 'failure')
    return unknown({ kind: 'failing-module', message: value.message }, value.at);
  return value?.kind === 'list' || value?.kind === 'attrs' ? value.open : undefined;
}
