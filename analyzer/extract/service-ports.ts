import type { Protocol } from '../facts/network.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { isTrue, membersOf, nameSiteOf, siteOf } from './table.ts';

/** Ports that `openFirewall` of a service opens. */
export interface ServiceOpening {
  readonly source: string;
  readonly at: Site | undefined;
  /** `undefined`: upstream decides, and it is not known here what. */
  readonly ports: readonly ServicePort[] | undefined;
}

export interface ServicePort {
  readonly protocol: Protocol;
  readonly port: number;
}

/** What every service of a machine that has `openFirewall = true` opens. */
export function serviceOpenings(host: FleetHost): readonly ServiceOpening[] {
  return membersOf(optionAt(host, ['services'])).flatMap(({ name, node }): ServiceOpening[] => {
    const open = node.child('openFirewall');
    if (name === 'openssh' || !isTrue(open)) return [];
    const ports = knownPorts.get(name)?.map((port) => chosenPort(port, node));
    return [
      {
        source: `services.${name}.openFirewall`,
        at: siteOf(open) ?? nameSiteOf(node),
        ports: ports?.every((port) => port !== undefined) ? ports : undefined,
      },
    ];
  });
}

/** A default port, and the option that changes it. */
interface DefaultPort extends ServicePort {
  readonly option?: readonly string[];
}

/** A port that is set to something unknown is not known. */
function chosenPort({ protocol, port, option }: DefaultPort, node: OptionNode) {
  const chosen = option && node.at(option);
  if (!chosen?.isPresent()) return { protocol, port };
  const { value } = chosen;
  return value.kind === 'int' ? { protocol, port: Number(value.value) } : undefined;
}

function tcp(port: number, ...option: string[]): DefaultPort {
  return { protocol: 'tcp', port, ...(option.length > 0 ? { option } : {}) };
}

function udp(port: number, ...option: string[]): DefaultPort {
  return { protocol: 'udp', port, ...(option.length > 0 ? { option } : {}) };
}

/** What the modules of nixpkgs open; a service that is not named here may open anything. */
const knownPorts: ReadonlyMap<string, readonly DefaultPort[]> = new Map([
  ['avahi', [udp(5353)]],
  ['jellyfin', [tcp(8096), tcp(8920), udp(1900), udp(7359)]],
  ['lidarr', [tcp(8686, 'settings', 'server', 'port')]],
  [
    'minecraft-server',
    [tcp(25565, 'serverProperties', 'server-port'), udp(25565, 'serverProperties', 'server-port')],
  ],
  ['ollama', [tcp(11434, 'port')]],
  ['prowlarr', [tcp(9696, 'settings', 'server', 'port')]],
  ['radarr', [tcp(7878, 'settings', 'server', 'port')]],
  ['samba', [tcp(139), tcp(445), udp(137), udp(138)]],
  ['sonarr', [tcp(8989, 'settings', 'server', 'port')]],
  ['tailscale', [udp(41641, 'port')]],
]);
