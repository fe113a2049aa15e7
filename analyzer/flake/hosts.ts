import type { Call, Constructor } from '../evaluate/session.ts';
import {
  type Attributes,
  attributes,
  Thunk,
  type Unknown,
  type UnknownReason,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';
import {
  type Evaluation,
  type EvaluationInput,
  evaluateModules,
  evaluationValue,
} from '../nixos/evaluation.ts';
import { packageSet } from '../nixos/package-set.ts';
import type { Site } from '../site.ts';
import { mkFlake } from './flake-parts.ts';
import { eachDefaultSystem, eachSystem } from './flake-utils.ts';

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

/** Functions of frameworks that give outputs. Other inputs have functions of these names that do something else. */
const frameworks = [
  { input: /^(flake-?)?parts$/i, name: 'mkFlake', outputs: mkFlake },
  { input: /^(flake-?)?utils$/i, name: 'eachDefaultSystem', outputs: eachDefaultSystem },
  { input: /^(flake-?)?utils$/i, name: 'eachSystem', outputs: eachSystem },
] as const;

function frameworkFunction({ name, path }: InputReason): Constructor | undefined {
  const found = frameworks.find((each) => each.name === path.at(-1) && each.input.test(name));
  return found?.outputs;
}

type InputReason = Extract<UnknownReason, { kind: 'input' }>;

/**
 * What functions of inputs do: make a machine, which the registry then knows,
 * or outputs of a framework, or the package set.
 */
export function constructorsFor(
  registry: HostRegistry,
): (reason: UnknownReason) => Constructor | undefined {
  return (reason) => {
    if (reason.kind !== 'input') return undefined;
    if (isPackageSet(reason)) return importPackages;
    const hostClass = constructors.get(reason.path.at(-1) ?? '');
    if (hostClass === undefined) return frameworkFunction(reason);
    return (argument, call) => constructHost({ hostClass, registry }, argument, call);
  };
}

/** `import nixpkgs` gives a function to the package set. */
function isPackageSet({ name, path }: InputReason): boolean {
  return path.length === 1 && path[0] === 'outPath' && /nixpkgs/i.test(name);
}

function importPackages(argument: Thunk, { session }: Call): Value {
  const given = argument.force();
  const system = given.kind === 'attrs' ? given.get('system')?.value : undefined;
  const unsaid = unknown({ kind: 'impure', builtin: 'builtins.currentSystem' }, argument.site);
  return packageSet(session, system ?? Thunk.of(unsaid));
}

interface Making {
  readonly hostClass: HostClass;
  readonly registry: HostRegistry;
}

function constructHost({ hostClass, registry }: Making, argument: Thunk, call: Call): Value {
  const given = argument.force();
  if (given.kind !== 'attrs') return given;
  const evaluation = evaluateModules(call.session, inputOf(hostClass, given));
  const value = evaluationValue(evaluation);
  const host = { class: hostClass, at: call.at, evaluation };
  registry.calls.push(host);
  registry.byConfig.set(evaluation.config, host);
  return value;
}

function inputOf(hostClass: HostClass, given: Attributes): EvaluationInput {
  const modules = given.get('modules')?.value.force();
  const special = given
    .get(hostClass === 'home' ? 'extraSpecialArgs' : 'specialArgs')
    ?.value.force();
  return {
    class: hostClass,
    modules: modules?.kind === 'list' ? modules.items : [],
    open: openness(modules) ?? given.open ?? openness(special),
    specialArgs: special?.kind === 'attrs' ? special : attributes(new Map()),
    extraArgs: new Map(),
    system: given.get('system')?.value ?? systemOfPackages(given),
  };
}

function systemOfPackages(given: Attributes): Thunk | undefined {
  const packages = given.get('pkgs')?.value.force();
  return packages?.kind === 'attrs' ? packages.get('system')?.value : undefined;
}

/** Why a list or set given to a machine is not wholly known. */
function openness(value: Value | undefined): Unknown | undefined {
  if (value?.kind === 'unknown') return value;
  return value?.kind === 'list' || value?.kind === 'attrs' ? value.open : undefined;
}
