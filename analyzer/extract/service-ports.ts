import type { Protocol } from '../facts/network.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { isTrue, nameSiteOf, siteOf } from './table.ts';

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
  /** The last port of a range. */
  readonly toPort?: number;
}

/**
 * What opens ports of its own account on a machine: everything that has
 * `openFirewall = true`, and what does so without being asked. Options that the
 * repository declares open what its own modules then say, and nothing else.
 */
export function serviceOpenings(host: FleetHost): readonly ServiceOpening[] {
  const asked = placesOf(host).flatMap((node): ServiceOpening[] => {
    const open = node.child('openFirewall');
    const service = node.path.join('.');
    if (service === 'services.openssh' || open.isDeclared || !isOpen(open)) return [];
    const at = siteOf(open) ?? nameSiteOf(node);
    return [{ source: `${service}.openFirewall`, at, ports: chosenPorts(service, node) }];
  });
  return [...asked, ...unasked.flatMap((service) => openingOf(host, service))];
}

function isOpen(node: OptionNode): boolean {
  return node.definitions.length > 0 && isTrue(node);
}

/** Sets of options that may have `openFirewall`: services and programs, and services inside services. */
function placesOf(host: FleetHost): readonly OptionNode[] {
  return ['services', 'programs', 'virtualisation'].flatMap((root) =>
    setsBelow(optionAt(host, [root]), 3),
  );
}

function setsBelow(node: OptionNode, depth: number): readonly OptionNode[] {
  return node.names().flatMap((name) => {
    const child = node.child(name);
    const isSet = child.definitions.some(({ content }) => content.force().kind === 'attrs');
    return isSet ? [child, ...(depth > 1 ? setsBelow(child, depth - 1) : [])] : [];
  });
}

/** What these open when they are turned on, unless they are told not to. */
const unasked = ['services.avahi', 'programs.mosh', 'programs.kdeconnect'];

function openingOf(host: FleetHost, service: string): ServiceOpening[] {
  const node = optionAt(host, service.split('.'));
  const open = node.child('openFirewall');
  if (!isTrue(node.child('enable')) || open.isPresent()) return [];
  const at = siteOf(node.child('enable'));
  return [{ source: `${service}.enable`, at, ports: chosenPorts(service, node) }];
}

function chosenPorts(service: string, node: OptionNode): readonly ServicePort[] | undefined {
  const ports = knownPorts.get(service)?.map((port) => chosenPort(port, node));
  return ports?.every((port) => port !== undefined) ? ports : undefined;
}

/** A default port, and the option that changes it. */
interface DefaultPort extends ServicePort {
  readonly option?: readonly string[];
}

/** A port that is set to something unknown is not known. */
function chosenPort(
  { option, ...standard }: DefaultPort,
  node: OptionNode,
): ServicePort | undefined {
  const { protocol } = standard;
  const chosen = option && node.at(option);
  if (!chosen?.isPresent()) return standard;
  const { value } = chosen;
  return value.kind === 'int' ? { protocol, port: Number(value.value) } : undefined;
}

function tcp(port: number, ...option: string[]): DefaultPort {
  return { protocol: 'tcp', port, ...(option.length > 0 ? { option } : {}) };
}

function udp(port: number, ...option: string[]): DefaultPort {
  return { protocol: 'udp', port, ...(option.length > 0 ? { option } : {}) };
}

function range(protocol: Protocol, port: number, toPort: number): DefaultPort {
  return { protocol, port, toPort };
}

/** What the modules of nixpkgs open; a service that is not named here may open anything. */
const knownPorts: ReadonlyMap<string, readonly DefaultPort[]> = new Map([
  ['services.avahi', [udp(5353)]],
  ['services.jellyfin', [tcp(8096), tcp(8920), udp(1900), udp(7359)]],
  ['services.lidarr', [tcp(8686, 'settings', 'server', 'port')]],
  [
    'services.minecraft-server',
    [tcp(25565, 'serverProperties', 'server-port'), udp(25565, 'serverProperties', 'server-port')],
  ],
  ['services.ollama', [tcp(11434, 'port')]],
  ['services.prowlarr', [tcp(9696, 'settings', 'server', 'port')]],
  ['services.radarr', [tcp(7878, 'settings', 'server', 'port')]],
  ['services.samba', [tcp(139), tcp(445), udp(137), udp(138)]],
  ['services.sonarr', [tcp(8989, 'settings', 'server', 'port')]],
  ['services.tailscale', [udp(41641, 'port')]],
  ['programs.mosh', [range('udp', 60000, 61000)]],
  ['programs.kdeconnect', [range('tcp', 1714, 1764), range('udp', 1714, 1764)]],
]);
