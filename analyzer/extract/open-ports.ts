import { hole } from '../caddy/addresses.ts';
import type { Thunk } from '../evaluate/value.ts';
import type { Protocol } from '../facts/network.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { joinedText } from './joined-text.ts';
import { type ServicePort, serviceOpenings } from './service-ports.ts';
import { boolCell, isTrue, itemsOf, membersOf, siteOf, TableBuilder } from './table.ts';

type Ports = TableBuilder<'open-port'>;

const lastPort = 65535;

/** What the firewalls of the NixOS machines let in. */
export function openPortTable(fleet: Fleet): Ports {
  const table = new TableBuilder('open-port');
  for (const host of fleet.hosts) if (host.class === 'nixos') addHost(table, host);
  return table;
}

function addHost(table: Ports, host: FleetHost): void {
  const firewall = optionAt(host, ['networking', 'firewall']);
  table.nodeGaps({ host: host.name }, firewall);
  addEnabled(table, host, firewall.child('enable'));
  addLists(table, { host, node: firewall, interface: undefined, path: 'networking.firewall' });
  for (const { name, node } of membersOf(firewall.child('interfaces'))) {
    addLists(table, {
      host,
      node,
      interface: name,
      path: `networking.firewall.interfaces.${name}`,
    });
  }
  addTrusted(table, host, firewall.child('trustedInterfaces'));
  addOwnRules(table, host);
  addServices(table, host);
}

/** A firewall that is off lets everything in. */
function addEnabled(table: Ports, host: FleetHost, enable: OptionNode): void {
  const { value } = enable;
  const at = siteOf(enable);
  if (value.kind === 'bool' && !value.value && at)
    addAll(table, host, { interface: undefined, source: 'networking.firewall.enable', at });
  else if (value.kind === 'unknown' && value.reason.kind !== 'undefined-option')
    table.gap({ host: host.name }, value);
}

function addAll(
  table: Ports,
  host: FleetHost,
  row: { readonly interface: string | undefined; readonly source: string; readonly at: Site },
): void {
  for (const protocol of ['tcp', 'udp'] as const)
    table.add({ ...row, host: host.name, protocol, port: 0, 'to-port': lastPort });
}

interface Lists {
  readonly host: FleetHost;
  readonly node: OptionNode;
  readonly interface: string | undefined;
  readonly path: string;
}

function addLists(table: Ports, lists: Lists): void {
  for (const [protocol, spelling] of [
    ['tcp', 'TCP'],
    ['udp', 'UDP'],
  ] as const) {
    const known = { host: lists.host.name, protocol, interface: lists.interface };
    const single = itemsOf(lists.node.child(`allowed${spelling}Ports`));
    for (const item of single.items)
      addPort(table, { ...known, source: `${lists.path}.allowed${spelling}Ports` }, item);
    const ranges = itemsOf(lists.node.child(`allowed${spelling}PortRanges`));
    for (const item of ranges.items)
      addRange(table, { ...known, source: `${lists.path}.allowed${spelling}PortRanges` }, item);
    // An absent interface in a gap stands for every one, as it does in the row that may be missing.
    for (const open of [single.open, ranges.open])
      if (open) table.gap({ host: lists.host.name, protocol }, open);
  }
}

interface Origin {
  readonly host: string;
  readonly protocol: Protocol;
  readonly interface: string | undefined;
  readonly source: string;
}

function addPort(table: Ports, origin: Origin, item: Thunk): void {
  const value = item.force();
  if (value.kind === 'int' && item.site)
    table.add({
      ...origin,
      at: item.site,
      port: Number(value.value),
      'to-port': Number(value.value),
    });
  else
    table.gap(
      { host: origin.host, protocol: origin.protocol },
      value.kind === 'unknown' ? value : 'a port that is not an integer',
      item.site,
    );
}

function addRange(table: Ports, origin: Origin, item: Thunk): void {
  const value = item.force();
  const from = value.kind === 'attrs' ? value.get('from')?.value.force() : undefined;
  const to = value.kind === 'attrs' ? value.get('to')?.value.force() : undefined;
  if (from?.kind === 'int' && to?.kind === 'int' && item.site)
    table.add({ ...origin, at: item.site, port: Number(from.value), 'to-port': Number(to.value) });
  else
    table.gap(
      { host: origin.host, protocol: origin.protocol },
      'a range of ports that is not known',
      item.site,
    );
}

function addTrusted(table: Ports, host: FleetHost, node: OptionNode): void {
  const { items, open } = itemsOf(node);
  if (open) table.gap({ host: host.name }, open);
  for (const item of items) {
    const value = item.force();
    if (value.kind === 'string' && item.site)
      addAll(table, host, {
        interface: value.value,
        source: 'networking.firewall.trustedInterfaces',
        at: item.site,
      });
    else table.gap({ host: host.name }, 'a trusted interface that is not known', item.site);
  }
}

/** Rules in the firewall's own language may open anything; those of the usual form open the ports they name. */
function addOwnRules(table: Ports, host: FleetHost): void {
  for (const path of [
    ['networking', 'firewall', 'extraCommands'],
    ['networking', 'firewall', 'extraInputRules'],
    ['networking', 'nftables', 'ruleset'],
  ]) {
    const node = optionAt(host, path);
    if (node.isPresent()) noteRules(table, host, node);
  }
  const tables = optionAt(host, ['networking', 'nftables', 'tables']);
  for (const { name } of membersOf(tables)) noteRules(table, host, tables.at([name, 'content']));
}

function noteRules(table: Ports, host: FleetHost, node: OptionNode): void {
  const option = `\`${node.path.join('.')}\``;
  const text = joinedText(node);
  if (!text || (text.hole === undefined && text.open === undefined && !/accept/i.test(text.text)))
    return;
  const at = siteOf(node);
  const ports = text.open === undefined ? acceptedPorts(text.text) : undefined;
  if (!ports) table.gap({ host: host.name }, `${option} may open ports`, at);
  for (const { protocol, port } of ports ?? [])
    table.gap({ host: host.name, protocol, port }, `${option} opens the port to some`, at);
}

const rule = /^ip6?tables (?:-w )?-A (?:nixos-fw|INPUT) (.*)-j (?:nixos-fw-accept|ACCEPT)$/;

/** The single ports that rules of iptables accept something at; unset where one is of another form. */
function acceptedPorts(text: string): readonly ServicePort[] | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const ports: ServicePort[] = [];
  for (const line of lines.filter((each) => /accept/i.test(each) || each.includes(hole))) {
    const conditions = rule.exec(line)?.[1] ?? '';
    const protocol = /-p (tcp|udp) /.exec(conditions)?.[1];
    const port = /--dport (\d+) /.exec(conditions)?.[1];
    if (protocol === undefined || port === undefined) return undefined;
    ports.push({ protocol: protocol === 'tcp' ? 'tcp' : 'udp', port: Number(port) });
  }
  return ports;
}

/** What `openFirewall` opens is upstream's knowledge; of some services it is known here. */
function addServices(table: Ports, host: FleetHost): void {
  addOpenssh(table, host, optionAt(host, ['services', 'openssh']));
  for (const { source, at, ports } of serviceOpenings(host)) {
    if (!at || !ports)
      table.gap({ host: host.name }, `\`${source}\` opens what upstream decides`, at);
    else
      for (const { protocol, port, toPort } of ports)
        table.add({
          at,
          host: host.name,
          protocol,
          port,
          'to-port': toPort ?? port,
          interface: undefined,
          source,
        });
  }
}

/** OpenSSH opens its ports unless told otherwise. */
function addOpenssh(table: Ports, host: FleetHost, node: OptionNode): void {
  if (!isTrue(node.child('enable')) || boolCell(node.child('openFirewall')) === false) return;
  const ports = itemsOf(node.child('ports'));
  const at = siteOf(node.child('enable'));
  if (!at) return;
  const row = {
    host: host.name,
    protocol: 'tcp' as const,
    interface: undefined,
    source: 'services.openssh',
  };
  if (ports.items.length === 0) table.add({ ...row, at, port: 22, 'to-port': 22 });
  for (const item of ports.items) addPort(table, row, item);
}
