import { update } from '../evaluate/operators.ts';
import {
  type Attributes,
  bool,
  int,
  isStuck,
  list,
  nullValue,
  record,
  setWith,
  string,
  Thunk,
  type Unknown,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import type { Definitions } from './function.ts';
import { type Described, described, exposedSystems } from './platforms.ts';

/** `lib.systems`, as far as it is told here. */
export const systemFunctions: Definitions = {
  elaborate: [1, (_call, system) => elaborated(system)],
  systemToAttrs: [
    1,
    (_call, system) => {
      const value = system.force();
      return value.kind === 'attrs' || isStuck(value) ? value : record({ system });
    },
  ],
};

export const flakeExposed: Value = list(
  exposedSystems.map((system) => Thunk.of(string(system))),
  unsupported('lib.systems.flakeExposed'),
);

/** `stdenv.hostPlatform` of a system. What is not told of it is unknown. */
export function platformOf(system: Thunk): Attributes {
  const open = platformUnknown();
  const about = (name: string): Value => {
    const value = system.force();
    if (isStuck(value)) return value;
    const found = value.kind === 'string' ? described(value.value) : {};
    return Object.hasOwn(found, name) ? toValue(found[name] ?? null) : open;
  };
  const names = Object.keys(described('x86_64-linux'));
  const known = names.map((name) => [name, new Thunk(system.site, () => about(name))] as const);
  return setWith(record({ ...Object.fromEntries(known), system }), { open });
}

/**
 * `lib.systems.elaborate`: of the name of a system, or of a set that says more
 * about one. A set that nixpkgs made itself stays as it is.
 */
export function elaborated(given: Thunk): Value {
  const value = given.force();
  if (isStuck(value) || value.kind === 'null') return value;
  if (value.kind !== 'attrs') return platformOf(given);
  if (value.get('parsed')) return value;
  const system = value.get('system')?.value;
  if (!system || value.get('config') || value.open)
    return setWith(value, { open: platformUnknown() });
  return update(platformOf(system), value);
}

function platformUnknown(): Unknown {
  return unknown({ kind: 'package', path: ['pkgs', 'stdenv', 'hostPlatform'] });
}

function toValue(known: Described): Value {
  if (known === null) return nullValue;
  if (typeof known === 'string') return string(known);
  if (typeof known === 'number') return int(known);
  if (typeof known === 'boolean') return bool(known);
  const parts = Object.entries(known).map(([name, part]) => [name, toValue(part)]);
  return setWith(record(Object.fromEntries(parts)), { open: platformUnknown() });
}
