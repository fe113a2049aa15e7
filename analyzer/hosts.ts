import type { HostClass } from './facts.ts';
import {
  type Evaluation,
  type EvaluationInput,
  evaluateModules,
  evaluationValue,
} from './nixos/evaluation.ts';
import type { Call, Constructor } from './session.ts';
import type { Site } from './site.ts';
import {
  type Attributes,
  attributes,
  type Thunk,
  type Unknown,
  type UnknownReason,
  unknown,
  type Value,
} from './value.ts';

/** One call that makes a machine or a home. */
export interface HostCall {
  readonly class: HostClass;
  readonly at: Site | undefined;
  readonly evaluation: Evaluation;
}

/** The functions of well-known inputs that make machines, by their last name. */
const constructors: ReadonlyMap<string, HostClass> = new Map([
  ['nixosSystem', 'nixos'],
  ['nixosGenerate', 'nixos'],
  ['darwinSystem', 'darwin'],
  ['homeManagerConfiguration', 'home'],
]);

/** What makes a machine out of its argument, when an unknown function is one of those that do. */
export function constructorOf(reason: UnknownReason): Constructor | undefined {
  if (reason.kind !== 'input') return undefined;
  if (reason.path.at(-1) === 'mkFlake') return flakeParts;
  const hostClass = constructors.get(reason.path.at(-1) ?? '');
  return hostClass && ((argument, call) => constructHost(hostClass, argument, call));
}

function constructHost(hostClass: HostClass, argument: Thunk, call: Call): Value {
  const given = argument.force();
  if (given.kind !== 'attrs') return given;
  const evaluation = evaluateModules(call.session, inputOf(hostClass, given));
  const value = evaluationValue(evaluation);
  const host = { class: hostClass, at: call.at, evaluation };
  call.session.hosts.push(host);
  call.session.hostOf.set(value, host);
  return value;
}

/**
 * `flake-parts.lib.mkFlake args module`: a module system whose option `flake`
 * holds the outputs. What `perSystem` adds is not evaluated, so the outputs
 * stay open.
 */
function flakeParts(argument: Thunk, { session }: Call): Value {
  return {
    kind: 'lambda',
    formals: undefined,
    apply(module) {
      const given = argument.force();
      if (given.kind !== 'attrs') return given;
      const evaluation = evaluateModules(session, flakePartsInput(given, module));
      const outputs = evaluation.root().child('flake').value;
      const open = unknown({ kind: 'unsupported', construct: 'perSystem' });
      return outputs.kind === 'attrs'
        ? { ...outputs, names: outputs.names, get: outputs.get, open: outputs.open ?? open }
        : outputs;
    },
  };
}

function flakePartsInput(given: Attributes, module: Thunk): EvaluationInput {
  const special = given.get('specialArgs')?.value.force();
  const inputs = given.get('inputs')?.value;
  const self = inputs?.force();
  const extraArgs = new Map<string, Thunk>();
  if (inputs) extraArgs.set('inputs', inputs);
  const selfThunk = self?.kind === 'attrs' ? self.get('self')?.value : undefined;
  if (selfThunk) extraArgs.set('self', selfThunk);
  return {
    class: 'nixos',
    modules: [module],
    open: openness(special),
    specialArgs: special?.kind === 'attrs' ? special : attributes(new Map()),
    extraArgs,
    system: undefined,
  };
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

function openness(value: Value | undefined): Unknown | undefined {
  if (value?.kind === 'unknown') return value;
  return value?.kind === 'list' || value?.kind === 'attrs' ? value.open : undefined;
}

function systemOfPackages(given: Attributes): Thunk | undefined {
  const packages = given.get('pkgs')?.value.force();
  return packages?.kind === 'attrs' ? packages.get('system')?.value : undefined;
}
