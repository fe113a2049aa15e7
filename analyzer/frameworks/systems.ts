import { list, record, string, Thunk } from '../evaluate/value.ts';
import type { Framework } from './framework.ts';

/** The lists of systems that stand in place of flakes: `nix-systems/default` and its kin. */
export const systems: Framework = {
  repository: /^nix-systems\/(default(-linux|-darwin)?|(aarch64|x86_64)-(linux|darwin))$/,
  name: /^systems$/,
  outputs: () => record({}),
  imported(_session, { repository, ref, file }) {
    // Branches hold other lists.
    if (file !== undefined || (ref !== undefined && ref !== 'main')) return undefined;
    const named = repository?.slice('nix-systems/'.length) ?? 'default';
    const found = named.startsWith('default')
      ? common.filter((system) => system.endsWith(named.slice('default'.length)))
      : [named];
    return list(found.map((system) => Thunk.of(string(system))));
  },
};

const common = ['aarch64-darwin', 'aarch64-linux', 'x86_64-darwin', 'x86_64-linux'];
