import { callWith } from '../builtins/function.ts';
import type { Call } from '../evaluate/session.ts';
import {
  type Attribute,
  attributes,
  string,
  Thunk,
  type Unknown,
  unknown,
  type Value,
} from '../evaluate/value.ts';

/** The systems that flake-utils takes for granted. */
const defaultSystems = ['aarch64-darwin', 'aarch64-linux', 'x86_64-darwin', 'x86_64-linux'];

/** `flake-utils.lib.eachDefaultSystem f`. */
export function eachDefaultSystem(makeOutputs: Thunk, call: Call): Value {
  return turned(defaultSystems, makeOutputs, call);
}

/** `flake-utils.lib.eachSystem systems f`. */
export function eachSystem(systems: Thunk, call: Call): Value {
  const names = namesIn(systems);
  if (!Array.isArray(names)) return names;
  return { kind: 'lambda', formals: undefined, apply: (fn) => turned(names, fn, call) };
}

function namesIn(systems: Thunk): string[] | Unknown {
  const value = systems.force();
  if (value.kind === 'unknown') return value;
  const names = value.kind === 'list' ? value.items.map((item) => item.force()) : [];
  const gap = names.find((name) => name.kind === 'unknown');
  if (gap) return gap;
  const texts = names.flatMap((name) => (name.kind === 'string' ? [name.value] : []));
  return value.kind === 'list' && texts.length === names.length
    ? texts
    : unknown({ kind: 'unsupported', construct: 'eachSystem' }, systems.site);
}

/** `f` for each system, turned around: outputs first, systems below them. */
function turned(systems: readonly string[], makeOutputs: Thunk, { session }: Call): Value {
  const outputs = new Map<string, Map<string, Attribute>>();
  let open: Unknown | undefined;
  for (const system of systems) {
    const call = { session, name: 'eachSystem' };
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
