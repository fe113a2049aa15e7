import { nixString } from '#analyzer/edit/attribute-set.ts';
import { hardeningDirectives } from '#analyzer/units/hardening.ts';
import { NixCode, type NixData, nixExpression } from '../print/nix.ts';

/** A unit to be written. */
export interface NewUnit {
  readonly name: string;
  readonly flake: string;
  /** Whether the flake is looked up anew at each start. */
  readonly isRefreshed: boolean;
  readonly port: number | undefined;
  /** The secret with its environment. */
  readonly secret: string | undefined;
}

/** A module with a unit that runs a flake as a user of its own, with a cache and without what it does not need. */
export function unitModule(unit: NewUnit): string {
  const body = nixExpression({ systemd: { services: { [unit.name]: settingsOf(unit) } } });
  const formals = unit.secret === undefined ? '{ pkgs, ... }' : '{ config, pkgs, ... }';
  return `${formals}:\n${body}\n`;
}

function settingsOf({ name, flake, isRefreshed, port, secret }: NewUnit): NixData {
  const cache = `/var/cache/${name}`;
  const manual = manualOf(flake);
  const online = ['network-online.target'];
  const refresh = isRefreshed ? ' --refresh' : '';
  return {
    description: `${name} of ${flake}`,
    ...(manual !== undefined && { documentation: [manual] }),
    wants: online,
    after: online,
    wantedBy: ['multi-user.target'],
    environment: {
      HOME: cache,
      ...(port !== undefined && { PORT: String(port) }),
      XDG_CACHE_HOME: cache,
    },
    serviceConfig: sorted({
      ...(port !== undefined && port < 1024 && { AmbientCapabilities: ['CAP_NET_BIND_SERVICE'] }),
      CacheDirectory: name,
      ...(secret !== undefined && { EnvironmentFile: secretPath(secret) }),
      ExecStart: new NixCode(`"\${pkgs.nix}/bin/nix run ${flake}${refresh}"`),
      Group: name,
      Restart: 'always',
      User: name,
      ...hardening(),
    }),
  };
}

function secretPath(secret: string): NixCode {
  return new NixCode(`config.sops.secrets.${nixString(secret)}.path`);
}

function hardening(): { readonly [directive: string]: NixData } {
  return Object.fromEntries(
    hardeningDirectives.map((directive) => {
      const [name = '', value = ''] = directive.split('=');
      return [name, value === 'true' ? new NixCode('true') : value];
    }),
  );
}

function sorted(set: { readonly [name: string]: NixData }): NixData {
  return Object.fromEntries(Object.entries(set).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The page of a repository on a forge that flakes have a short name for. */
function manualOf(flake: string): string | undefined {
  const [, forge = '', owner, name] =
    /^(github|gitlab|sourcehut):([^/]+)\/([^/?#]+)/.exec(flake) ?? [];
  const page = pages[forge];
  return page === undefined || owner === undefined ? undefined : `${page}/${owner}/${name}`;
}

const pages: { readonly [forge: string]: string } = {
  github: 'https://github.com',
  gitlab: 'https://gitlab.com',
  sourcehut: 'https://git.sr.ht',
};
