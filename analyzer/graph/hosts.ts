import { isUndecided, known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { HostClass, HostRow } from '../facts/machines.ts';
import type { TunnelRow } from '../facts/network.ts';
import { covers } from '../network/ranges.ts';
import { GraphBuilder } from './builder.ts';
import { cellFact, gapFacts } from './cell-facts.ts';
import { counted } from './counted.ts';
import { doubt, fact, type Graph, type GraphFact } from './graph.ts';
import { portLines, portRange } from './port-text.ts';

/** The machines with their addresses and open ports, and the tunnels and routes between them. */
export function hostGraph(facts: Facts): Graph {
  const builder = new GraphBuilder();
  for (const row of facts.table('host').rows) addHost(builder, row, facts);
  addUnknownHosts(builder, facts);
  addTunnels(builder, facts);
  addRoutes(builder, facts);
  addFirewalls(builder, facts);
  return builder.build({
    kind: 'hosts',
    title: 'Machines',
    about: 'Machines with their addresses and open ports, and the tunnels and routes between them.',
  });
}

const classNames: { readonly [Class in HostClass]: string } = {
  nixos: 'NixOS',
  darwin: 'macOS',
  home: 'Homes',
};

export function machineId(name: string): string {
  return `machine:${name}`;
}

function addHost(builder: GraphBuilder, row: HostRow, facts: Facts): void {
  const group = builder.group({
    id: `class:${row.class}`,
    kind: 'class',
    label: classNames[row.class],
  });
  const ports = facts.table('open-port').rows.filter(({ host }) => host === row.name);
  const missing = gapFacts(facts.table('open-port'), row.name, 'more open ports');
  const system = known(row.system);
  builder.node({
    id: machineId(row.name),
    kind: row.class === 'home' ? 'home' : 'machine',
    label: row.name,
    group,
    hosts: [row.name],
    lines: [
      ...(system === undefined ? [] : [system]),
      ...shortened(row.addresses, 2),
      ...openText(portLines(ports), missing),
      ...(row.homes.length > 0 ? [`homes of ${shortened(row.homes, 3).join(', ')}`] : []),
      ...holdings(row.name, facts),
    ],
    facts: [
      ...hostFacts(row),
      ...ports.map((port) => {
        const on = port.interface === undefined ? '' : ` on ${port.interface}`;
        return fact('open port', `${port.protocol} ${portRange(port)}${on}`, port.at);
      }),
      ...missing,
    ],
  });
}

/** The ports of a machine, with what there may be besides them. */
function openText(lines: readonly string[], missing: readonly GraphFact[]): readonly string[] {
  if (missing.length === 0) return lines;
  if (lines.length === 0) return ['open ports are not known'];
  return lines.map((line, index) => (index === lines.length - 1 ? `${line}, maybe more` : line));
}

function hostFacts(row: HostRow): readonly GraphFact[] {
  const { at, places } = row;
  return [
    fact('output', row.output === '' ? 'none' : row.output, at),
    fact('class', row.class),
    ...cellFact('system', row.system, at),
    ...cellFact('host name', row['host-name'], places?.['host-name'] ?? at),
    ...row.addresses.map((address) => fact('address', address)),
    ...row.homes.map((home) => fact('home', home)),
    ...(row.entry === undefined ? [] : [fact('entry', row.entry)]),
  ];
}

/** How much a machine has of what other pictures show. */
function holdings(host: string, facts: Facts): readonly string[] {
  const secrets = facts.table('secret').rows.filter((row) => row.host === host).length;
  const services = facts.table('service').rows.filter((row) => row.host === host).length;
  const parts = [
    ...(services > 0 ? [counted(services, 'unit')] : []),
    ...(secrets > 0 ? [counted(secrets, 'secret')] : []),
  ];
  return parts.length === 0 ? [] : [parts.join(', ')];
}

/** Machines that there may be. */
function addUnknownHosts(builder: GraphBuilder, facts: Facts): void {
  for (const { known: columns, reason, at } of facts.table('host').gaps) {
    const { class: hostClass, name } = columns;
    const label = name ?? 'more machines';
    const group =
      hostClass &&
      builder.group({ id: `class:${hostClass}`, kind: 'class', label: classNames[hostClass] });
    builder.node({
      id: `unknown:${hostClass ?? ''}:${name ?? ''}`,
      kind: 'unknown',
      label: `${label}?`,
      lines: [name === undefined ? 'there may be more' : 'what it is made of is not known'],
      group,
      certain: false,
      facts: [doubt('not known', reason, at)],
    });
  }
}

/** An interface leads to every machine that has an address in one of its ranges. */
function addTunnels(builder: GraphBuilder, facts: Facts): void {
  const { rows, gaps } = facts.table('tunnel');
  for (const row of rows) {
    const peers = rows.filter((other) => other.host !== row.host && reaches(row, other));
    for (const peer of peers)
      addTunnel(builder, row, { peer, isMutual: reaches(peer, row), facts });
    addPeers(builder, row, rows);
  }
  for (const { known: columns, reason, at } of gaps) {
    const { host, interface: name } = columns;
    if (host === undefined || name === undefined) continue;
    const id = builder.node({
      id: `tunnel:${host}:${name}`,
      kind: 'unknown',
      label: `${name}?`,
      hosts: [host],
      certain: false,
      facts: [doubt('tunnel', reason, at)],
    });
    builder.edge({ from: machineId(host), to: id, kind: 'tunnel', certain: false, hosts: [host] });
  }
}

function reaches(from: TunnelRow, to: TunnelRow): boolean {
  return to.addresses.some((address) =>
    from['allowed-ips'].some((range) => covers(range, address)),
  );
}

interface Peer {
  readonly peer: TunnelRow;
  readonly isMutual: boolean;
  readonly facts: Facts;
}

/** Two machines that reach each other are joined once. */
function addTunnel(builder: GraphBuilder, row: TunnelRow, { peer, isMutual, facts }: Peer): void {
  if (isMutual && comesFirst(peer.host, row.host, facts)) return;
  builder.edge({
    from: machineId(row.host),
    to: machineId(peer.host),
    kind: 'tunnel',
    label:
      row.interface === peer.interface ? row.interface : `${row.interface} – ${peer.interface}`,
    mutual: isMutual,
    hosts: [row.host, peer.host],
  });
}

/** A proxy comes before the machines that it forwards to; otherwise names decide. */
function comesFirst(host: string, other: string, facts: Facts): boolean {
  const forwards = (from: string, to: string): boolean => {
    return facts
      .table('route')
      .rows.some((row) => row.host === from && row['upstream-host'] === to);
  };
  if (forwards(host, other) !== forwards(other, host)) return forwards(host, other);
  return host < other;
}

/** Single addresses behind a tunnel that no machine here says are its own. */
function addPeers(builder: GraphBuilder, row: TunnelRow, all: readonly TunnelRow[]): void {
  const single = row['allowed-ips'].filter((range) => /\/(32|128)$|^[^/]+$/.test(range));
  const strangers = single.filter((range) => {
    return !all.some(({ addresses }) => addresses.some((address) => covers(range, address)));
  });
  if (strangers.length === 0) return;
  const id = builder.node({
    id: `peers:${row.host}:${row.interface}`,
    kind: 'peer',
    label: `${counted(strangers.length, 'peer')} elsewhere`,
    lines: shortened(strangers, 4),
    hosts: [row.host],
    certain: false,
    facts: strangers.map((range) => fact('allowed address', range, row.at)),
  });
  builder.edge({
    from: machineId(row.host),
    to: id,
    kind: 'tunnel',
    label: row.interface,
    hosts: [row.host],
  });
}

/** Proxies and the machines that they forward to. */
function addRoutes(builder: GraphBuilder, facts: Facts): void {
  const counts = new Map<
    string,
    { readonly from: string; readonly to: string; readonly names: Set<string> }
  >();
  for (const row of facts.table('route').rows) {
    const to = row['upstream-host'];
    if (to === undefined || isUndecided(to) || to === row.host) continue;
    const key = JSON.stringify([row.host, to]);
    const count = counts.get(key) ?? { from: row.host, to, names: new Set() };
    count.names.add(row.domain ?? `${row.protocol} ${row['listen-port']}`);
    counts.set(key, count);
  }
  for (const { from, to, names } of counts.values()) {
    builder.edge({
      from: machineId(from),
      to: machineId(to),
      kind: 'route',
      label: counted(names.size, 'route'),
      hosts: [from, to],
    });
  }
}

/** Rules of firewalls in the cloud, which name no machine. */
function addFirewalls(builder: GraphBuilder, facts: Facts): void {
  for (const row of facts.table('ingress-rule').rows) {
    const name = known(row.group) ?? row.label;
    const ports = [known(row['from-port']), known(row['to-port'])];
    const range =
      ports[0] === ports[1] ? `${ports[0] ?? '?'}` : `${ports[0] ?? '?'}–${ports[1] ?? '?'}`;
    const protocol = known(row.protocol) ?? '?';
    const sources = known(row.sources)?.join(', ') ?? '?';
    builder.node({
      id: `firewall:${name}`,
      kind: 'firewall',
      label: name,
      lines: [`${protocol} ${range}`],
      group: builder.group({ id: 'cloud', kind: 'outside', label: 'Firewalls in the cloud' }),
      facts: [fact(`${protocol} ${range}`, `from ${sources}`, row.at)],
    });
  }
}

/** The first few of many. */
export function shortened(texts: readonly string[], most: number): readonly string[] {
  if (texts.length <= most + 1) return texts;
  return [...texts.slice(0, most), `and ${texts.length - most} more`];
}
