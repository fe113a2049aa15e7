import { type BuiltinCall, builtin, callWith } from '../builtins/function.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  list,
  record,
  setWith,
  string,
  Thunk,
  type Unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { type Framework, type FrameworkInput, openRecord, upstream } from './framework.ts';

/** `numtide/flake-utils`: outputs for each of several systems. */
export const flakeUtils: Framework = {
  repository: /^numtide\/flake-utils$/,
  name: /^(flake-?)?utils$/i,
  outputs: (input) => record({ lib: flakeUtilsLibrary(input) }),
};

/** The systems that flake-utils takes for granted. */
const defaultSystems = ['aarch64-linux', 'aarch64-darwin', 'x86_64-darwin', 'x86_64-linux'];

/** What flake-utils has under `lib`; flake-utils-plus has it all as well. */
function flakeUtilsLibrary(input: FrameworkInput): Attributes {
  const { session } = input;
  const systems = list(defaultSystems.map((system) => Thunk.of(string(system))));
  const each = builtin(session, 'eachSystem', 2, eachSystem);
  const map = builtin(session, 'eachSystemMap', 2, eachSystemMap);
  return openRecord(upstream(input, 'lib'), {
    defaultSystems: systems,
    eachSystem: each,
    eachSystemMap: map,
    eachDefaultSystem: each.apply(Thunk.of(systems)),
    eachDefaultSystemMap: map.apply(Thunk.of(systems)),
    system: systemNames,
  });
}

/** `system.x86_64-linux` is the name itself. */
const systemNames: Attributes = setWith(record({}), {
  missing: (name) => string(name),
});

/** `f` for each system, turned around: outputs first, systems below them. */
function eachSystem(call: BuiltinCall, systems: Thunk, makeOutputs: Thunk): Value {
  const names = namesIn(systems);
  if (!Array.isArray(names)) return names;
  const outputs = new Map<string, Map<string, Attribute>>();
  let open: Unknown | undefined;
  for (const system of names) {
    const value = callWith(call, makeOutputs, Thunk.of(string(system)));
    if (value.kind === 'failure') return value;
    if (value.kind === 'unknown') open ??= value;
    if (value.kind !== 'attrs') continue;
    open ??= value.open;
    for (const name of value.names()) {
      const attribute = value.get(name);
      const bySystem = outputs.get(name) ?? new Map<string, Attribute>();
      if (attribute) outputs.set(name, bySystem.set(system, attribute));
    }
  }
  const entries = [...outputs].map(
    ([name, bySystem]) => [name, { value: Thunk.of(attributes(bySystem)), at: undefined }] as const,
  );
  return attributes(new Map(entries), open);
}

/** `f` for each system, by system. */
function eachSystemMap(call: BuiltinCall, systems: Thunk, makeValue: Thunk): Value {
  const names = namesIn(systems);
  if (!Array.isArray(names)) return names;
  const values = names.map((system): [string, Thunk] => [
    system,
    new Thunk(makeValue.site, () => callWith(call, makeValue, Thunk.of(string(system)))),
  ]);
  return record(Object.fromEntries(values));
}

function namesIn(systems: Thunk): string[] | Value {
  const value = systems.force();
  if (value.kind !== 'list') return value.kind === 'unknown' ? value : unsaid(systems);
  const names = value.items.map((item) => item.force());
  const gap = value.open ?? names.find((name) => name.kind === 'unknown');
  if (gap) return gap;
  const texts = names.flatMap((name) => (name.kind === 'string' ? [name.value] : []));
  return texts.length === names.length ? texts : unsaid(systems);
}

function unsaid(systems: Thunk): Unknown {
  return unsupported('eachSystem', systems.site);
}
