import { callWith } from './builtins/function.ts';
import { type EvaluationInput, evaluateModules } from './nixos/evaluation.ts';
import type { Call, Constructor } from './session.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  string,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from './value.ts';

/** What a function of flake-parts or flake-utils does, told by its last name. */
export function frameworkFunction(name: string | undefined): Constructor | undefined {
  switch (name) {
    case 'mkFlake':
      return flakeParts;
    case 'eachDefaultSystem':
      return (makeOutputs, call) => eachSystem(defaultSystems, makeOutputs, call);
    case 'eachSystem':
      return (systems, call) => ({
        kind: 'lambda',
        formals: undefined,
        apply: (makeOutputs) => eachSystem(namesIn(systems), makeOutputs, call),
      });
    default:
      return undefined;
  }
}

/** The systems that flake-utils takes for granted. */
const defaultSystems = ['aarch64-darwin', 'aarch64-linux', 'x86_64-darwin', 'x86_64-linux'];

function namesIn(systems: Thunk): readonly string[] | Unknown {
  const value = systems.force();
  if (value.kind !== 'list')
    return value.kind === 'unknown'
      ? value
      : unknown({ kind: 'unsupported', construct: 'eachSystem' }, systems.site);
  const names = value.items.map((item) => item.force());
  return (
    names.find((name) => name.kind === 'unknown') ??
    names.flatMap((name) => (name.kind === 'string' ? [name.value] : []))
  );
}

/** `f` for each system, turned around: outputs first, systems below them. */
function eachSystem(
  systems: readonly string[] | Unknown,
  makeOutputs: Thunk,
  { session }: Call,
): Value {
  if ('kind' in systems) return systems;
  const turned = new Map<string, Map<string, Attribute>>();
  let open: Unknown | undefined;
  for (const system of systems) {
    const outputs = callWith(
      { session, name: 'eachSystem' },
      makeOutputs,
      Thunk.of(string(system)),
    );
    if (outputs.kind === 'failure') return outputs;
    if (outputs.kind === 'unknown') open ??= outputs;
    if (outputs.kind !== 'attrs') continue;
    open ??= outputs.open;
    for (const name of outputs.names()) {
      const attribute = outputs.get(name);
      const bySystem = turned.get(name) ?? new Map<string, Attribute>();
      if (attribute) turned.set(name, bySystem.set(system, attribute));
    }
  }
  return attributes(
    new Map(
      [...turned].map(([name, bySystem]) => [
        name,
        { value: Thunk.of(attributes(bySystem)), at: undefined },
      ]),
    ),
    open,
  );
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

/** Why a list or set given to a machine is not wholly known. */
export function openness(value: Value | undefined): Unknown | undefined {
  if (value?.kind === 'unknown') return value;
  return value?.kind === 'list' || value?.kind === 'attrs' ? value.open : undefined;
}
