import { describe, type Unknown } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { ListenerRow } from '../facts/network.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { boundAddress, endpointIn } from './listen-address.ts';
import {
  addressNames,
  addressSettings,
  portSettings,
  protocolsOf,
  quietServices,
  servicePlaces,
  standardPorts,
} from './listener-options.ts';
import { foreignGaps, Settings } from './settings.ts';
import { isTrue, itemsOf, nameSiteOf, siteOf, type TableBuilder } from './table.ts';
import { textCellOf } from './texts.ts';

type Listeners = TableBuilder<'listener'>;

/** What the options of services say that they listen on. */
export function addServices(table: Listeners, host: FleetHost): void {
  const root = optionAt(host, []);
  const foreign = foreignGaps(host.evaluation);
  table.nodeGaps({ host: host.name }, root);
  addOpenssh(table, host);
  const seen = new Set<OptionNode>();
  for (const place of servicePlaces)
    for (const node of nodesAt(host, place.split('.'))) {
      seen.add(node);
      addService(table, host, { node, foreign });
    }
  for (const node of declaredSets(root)) if (!seen.has(node)) addDeclared(table, host, node);
}

/** Deeper than any set that people declare options for a service in. */
const deepest = 6;

/** The sets of options of the repository’s own that can be turned on, and have a port. */
function declaredSets(root: OptionNode): readonly OptionNode[] {
  const found: OptionNode[] = [];
  const look = (node: OptionNode, depth: number): void => {
    if (depth >= deepest || node.path[0] === 'home-manager') return;
    const names = node.declaredNames();
    if (names.includes('enable') && names.some((name) => /port$/i.test(name))) found.push(node);
    for (const name of names) look(node.child(name), depth + 1);
  };
  look(root, 0);
  return found;
}

/** What such a set says is a listener; one that says nothing may be no service at all. */
function addDeclared(table: Listeners, host: FleetHost, node: OptionNode): void {
  const service = node.path.join('.');
  const ports = isTrue(node.child('enable')) ? portsIn(node) : [];
  if (ports.length > 0) addListening(table, host, { service, node, ports });
}

/** The sets of options at a place; a star stands for every name that is set or declared there. */
function nodesAt(host: FleetHost, place: readonly string[]): readonly OptionNode[] {
  return place.reduce<readonly OptionNode[]>(
    (nodes, name) =>
      nodes.flatMap((node) =>
        name === '*'
          ? [...new Set([...node.names(), ...node.declaredNames()])].map((each) => node.child(each))
          : [node.child(name)],
      ),
    [optionAt(host, [])],
  );
}

interface Place {
  readonly node: OptionNode;
  readonly foreign: ReadonlySet<Unknown>;
}

function addService(table: Listeners, host: FleetHost, { node, foreign }: Place): void {
  const service = node.path.slice(1).join('.');
  const enabled = new Settings(node, foreign).truth('enable');
  if (enabled === undefined || enabled === false || quietServices.has(service)) return;
  if (typeof enabled === 'object')
    table.gap({ host: host.name, service }, enabled.undecided, nameSiteOf(node));
  else addListening(table, host, { service, node, ports: portsIn(node) });
}

interface Service {
  readonly service: string;
  readonly node: OptionNode;
  readonly ports: readonly Listening[];
}

function addListening(table: Listeners, host: FleetHost, { service, node, ports }: Service): void {
  const known = { host: host.name, service };
  const said = [...ports, ...endpointsIn(node)];
  const found = said.length > 0 ? said : standardOf(service, node);
  if (found.length === 0)
    table.gap(known, `\`${node.path.join('.')}\` listens where upstream decides`, nameSiteOf(node));
  for (const { port, address, at, source } of found)
    for (const protocol of protocolsOf.get(service) ?? (['tcp'] as const)) {
      const row = { at, ...known, kind: 'option', protocol, address, source } as const;
      if (typeof port === 'number') table.add({ ...row, port, 'to-port': port });
      else if (port) table.gap({ ...known, protocol }, port.undecided, at);
    }
}

interface Listening {
  readonly port: Cell<number>;
  readonly address: ListenerRow['address'];
  readonly at: Site;
  readonly source: string;
}

/** What upstream chooses, where that is certain. */
function standardOf(service: string, node: OptionNode): Listening[] {
  const standard = standardPorts.get(service);
  const at = siteOf(node.child('enable'));
  return standard && at ? [{ ...standard, at, source: node.path.join('.') }] : [];
}

const portPaths = portSettings.map((setting) => setting.split('.'));
const addressPaths = addressSettings.map((setting) => setting.split('.'));
const besidePaths = addressNames.map((name) => [name]);

/** The paths of which the first name may be mentioned; there are many, and hardly any of them is. */
function mentioned(
  node: OptionNode,
  paths: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  if (!node.isListed) return paths;
  const names = new Set<string | undefined>([...node.names(), ...node.declaredNames()]);
  return paths.filter(([first]) => names.has(first));
}

function portsIn(service: OptionNode): Listening[] {
  return mentioned(service, portPaths).flatMap((setting): Listening[] => {
    const node = settingAt(service, setting);
    // A default that the repository declares counts where the service is turned on.
    const at = node && (siteOf(node) ?? siteOf(service.child('enable')));
    if (!node || !at || endpointOf(node)) return [];
    const port = portOf(node);
    const around = service.at(setting.slice(0, -1));
    return port === undefined || port === 0
      ? []
      : [{ port, address: addressBeside(around), at, source: node.path.join('.') }];
  });
}

/** A setting that somebody sets, or whose default the repository declares. */
function settingAt(service: OptionNode, setting: readonly string[]): OptionNode | undefined {
  let node = service;
  for (const name of setting) {
    if (!node.mentions(name)) return undefined;
    node = node.child(name);
  }
  return node.isPresent() || node.isDeclared ? node : undefined;
}

function portOf({ value }: OptionNode): Cell<number> {
  if (value.kind === 'int') return Number(value.value);
  if (value.kind === 'string' && /^\d{1,5}$/.test(value.value)) return Number(value.value);
  if (value.kind === 'unknown') return { undecided: describe(value.reason) };
  return undefined;
}

/** The address that a setting beside the port names. */
function addressBeside(around: OptionNode): ListenerRow['address'] {
  for (const setting of mentioned(around, besidePaths)) {
    const node = settingAt(around, setting);
    if (!node || node.value.kind === 'attrs') continue;
    const cell = textCellOf(node.value);
    if (typeof cell === 'object') return cell;
    const address = cell === undefined ? undefined : boundAddress(cell);
    if (address !== undefined) return address;
  }
  return { undecided: 'upstream decides the address' };
}

function endpointsIn(service: OptionNode): Listening[] {
  return mentioned(service, addressPaths).flatMap((setting): Listening[] => {
    const node = settingAt(service, setting);
    const at = node && siteOf(node);
    const endpoint = node && endpointOf(node);
    return at && endpoint ? [{ ...endpoint, at, source: node.path.join('.') }] : [];
  });
}

function endpointOf({ value }: OptionNode) {
  return value.kind === 'string' ? endpointIn(value.value) : undefined;
}

/** OpenSSH listens on every address, or on those of `listenAddresses`. */
function addOpenssh(table: Listeners, host: FleetHost): void {
  const node = optionAt(host, ['services', 'openssh']);
  const at = siteOf(node.child('enable'));
  if (!isTrue(node.child('enable')) || !at) return;
  const row = { host: host.name, service: 'openssh', kind: 'option', protocol: 'tcp' } as const;
  const { items, open } = itemsOf(node.child('ports'));
  if (open) table.gap(row, open);
  const given = items.flatMap((item) => {
    const value = item.force();
    return value.kind === 'int' ? [{ port: Number(value.value), at: item.site ?? at }] : [];
  });
  const ports = given.length > 0 ? given : [{ port: 22, at }];
  const addresses = addressesOf(node.child('listenAddresses'));
  for (const port of ports)
    for (const address of addresses)
      table.add({
        ...row,
        at: port.at,
        port: address.port ?? port.port,
        'to-port': address.port ?? port.port,
        address: address.address,
        source: 'services.openssh.ports',
      });
}

function addressesOf(node: OptionNode): readonly { address: Cell<string>; port?: number }[] {
  const addresses = itemsOf(node).items.map((item) => {
    const value = item.force();
    const address = value.kind === 'attrs' ? value.get('addr')?.value.force() : undefined;
    const port = value.kind === 'attrs' ? value.get('port')?.value.force() : undefined;
    const own = address && textCellOf(address);
    const written = typeof own === 'string' ? (boundAddress(own) ?? own) : own;
    return { address: written, ...(port?.kind === 'int' ? { port: Number(port.value) } : {}) };
  });
  return addresses.length > 0 ? addresses : [{ address: '*' }];
}
