import {
  type Attributes,
  attributes,
  list,
  nullValue,
  record,
  string,
  Thunk,
  type Unknown,
  type Value,
} from '../evaluate/value.ts';
import { moduleSystem } from '../nixos/module-system.ts';
import type { OptionType } from '../option-types/option-type.ts';
import { type BuiltinCall, builtin, type Definitions, withAttributes } from './function.ts';
import { typeValue } from './type-value.ts';

/** `lib.evalModules`: a module system of its own, in which every option is declared. */
export const moduleSystemFunctions: Definitions = {
  evalModules: [1, (call, settings) => withAttributes(call, settings, (given) => run(call, given))],
};

function run(call: BuiltinCall, given: Attributes): Value {
  const modules = given.get('modules')?.value.force() ?? given.open ?? list([]);
  const makeMachine = isMachine(modules) ? call.session.inputs.functionOf(nixosSystem) : undefined;
  if (makeMachine) return makeMachine(Thunk.of(given), { session: call.session, at: undefined });
  const special = given.get('specialArgs')?.value.force();
  const gap = openness(modules);
  const type = new Thunk(undefined, () => typeValue(call.session, typeOfModules(given)));
  const system = moduleSystem(call.session, {
    roots: modules.kind === 'list' ? modules.items.map((thunk) => ({ thunk })) : [],
    gaps: () => (gap ? [gap] : []),
    given: new Map([
      ['moduleType', type],
      ['_class', given.get('class')?.value ?? Thunk.of(nullValue)],
    ]),
    specialArgs: special?.kind === 'attrs' ? special : undefined,
    path: [],
    closed: true,
    upstreamDefault: () => undefined,
    upstreamApply: () => undefined,
    upstreamDeclares: () => undefined,
  });
  return record({
    _type: string('configuration'),
    config: system.config,
    options: system.options,
    type,
    class: given.get('class')?.value ?? nullValue,
    extendModules: builtin(call.session, 'extendModules', 1, (_call, added) =>
      withAttributes(call, added, (more) => run(call, extended(given, more))),
    ),
  });
}

const nixosSystem = { kind: 'input', name: 'nixpkgs', path: ['lib', 'nixosSystem'] } as const;

/** Whether modules are those of NixOS and more, as `nixosSystem` puts them together. */
function isMachine(modules: Value): boolean {
  if (modules.kind !== 'list') return false;
  return modules.items.some((item) => {
    const value = item.force();
    return (
      value.kind === 'unknown' &&
      value.reason.kind === 'input' &&
      value.reason.path.join('/').endsWith('nixos/modules')
    );
  });
}

/** The type of a submodule made of the same modules. */
function typeOfModules(given: Attributes): OptionType {
  return {
    kind: 'submodule',
    modules: [given.get('modules')?.value ?? Thunk.of(list([]))],
    specialArgs: given.get('specialArgs')?.value,
    onlyConfig: false,
  };
}

function openness(modules: Value): Unknown | undefined {
  if (modules.kind === 'unknown') return modules;
  return modules.kind === 'list' ? modules.open : undefined;
}

/** The arguments with further modules and special arguments. */
function extended(given: Attributes, more: Attributes): Attributes {
  const modules = [given, more].map((each) => each.get('modules')?.value.force());
  const items = modules.flatMap((each) => (each?.kind === 'list' ? each.items : []));
  const special = [given, more].flatMap((each) => {
    const value = each.get('specialArgs')?.value.force();
    return value?.kind === 'attrs' ? [value] : [];
  });
  const args = special.flatMap((each) =>
    each.names().flatMap((name) => {
      const attribute = each.get(name);
      return attribute ? [[name, attribute] as const] : [];
    }),
  );
  const open = modules.map((each) => each && openness(each)).find((each) => each !== undefined);
  return record({
    modules: Thunk.of(list(items, open)),
    specialArgs: Thunk.of(attributes(new Map(args))),
  });
}
