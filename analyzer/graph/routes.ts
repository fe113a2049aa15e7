import { isUndecided, known, type Undecided } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { DnsRecordRow, OpenPortRow, Protocol, RouteRow } from '../facts/network.ts';
import { zoneOf } from '../network/names.ts';
import { GraphBuilder } from './builder.ts';
import { cellFact, gapFacts } from './cell-facts.ts';
import { doubt, fact, type Graph, type GraphFact } from './graph.ts';
import { openersOf, opennessText } from './openness.ts';
import { portLines, portRange } from './port-text.ts';

/** What leads from a name to a port: records, proxies, and what they forward to. */
export function routeGraph(facts: Facts): Graph {
  const builder = new GraphBuilder();
  for (const row of facts.table('route').rows) addRoute(builder, row, facts);
  for (const { name } of facts.table('host').rows) addOpenPorts(builder, name, facts);
  for (const row of facts.table('dns-record').rows) addRecord(builder, row, facts);
  return builder.build({
    kind: 'routes',
    title: 'Routes',
    about:
      'From the names in DNS over the proxies to the ports that answer, and what firewalls open.',
  });
}

/** The frame of a machine; it says what may be missing in it. */
function machineGroup(builder: GraphBuilder, host: string, facts: Facts): string {
  const missing = [
    ...gapFacts(facts.table('route'), host, 'more routes'),
    ...gapFacts(facts.table('open-port'), host, 'more open ports'),
  ];
  const row = facts.table('host').rows.find(({ name }) => name === host);
  return builder.group({
    id: `machine:${host}`,
    kind: 'machine',
    label: host,
    complete: missing.length === 0,
    facts: [
      ...(row?.addresses ?? []).map((address) => fact('address', address, row?.at)),
      ...missing,
    ],
  });
}

function addRoute(builder: GraphBuilder, row: RouteRow, facts: Facts): void {
  const { host, domain, protocol } = row;
  const port = `${protocol} ${row['listen-port']}`;
  const from = builder.node({
    id: `domain:${host}:${domain ?? port}`,
    kind: 'domain',
    label: domain ?? port,
    lines: listenLines(row, facts),
    family: row.kind,
    group: machineGroup(builder, host, facts),
    hosts: [host],
    facts: routeFacts(row),
  });
  const to = upstreamOf(builder, row, facts);
  if (to === undefined) return;
  builder.edge({ ...to.edge, from, to: to.id, kind: 'route' });
}

/** The port that is listened on, and whether it is closed to others. */
function listenLines(row: RouteRow, facts: Facts): readonly string[] {
  const { domain, host, protocol } = row;
  const tls = known(row.tls) === true ? ' tls' : '';
  const openness = opennessText(facts, { host, protocol, port: row['listen-port'] });
  const isPlain = openness === '' || openness === 'open on every interface';
  if (domain === undefined) return isPlain ? [] : [openness];
  return [`:${row['listen-port']}${tls}${isPlain ? '' : `, ${openness}`}`];
}

function routeFacts(row: RouteRow): readonly GraphFact[] {
  const { at, places } = row;
  const address = row['listen-address'];
  const listens = `${row.protocol} ${row['listen-port']}${address === undefined ? '' : ` on ${address}`}`;
  return [
    fact('listens', listens, at),
    ...cellFact('certificate', row.certificate, places?.certificate ?? at),
    ...cellFact('forwards to', row['upstream-address'], places?.['upstream-address'] ?? at),
    ...cellFact('machine', row['upstream-host'], at),
    ...cellFact('port', row['upstream-port'], at),
  ];
}

interface Upstream {
  readonly id: string;
  readonly edge: { readonly certain: boolean; readonly hosts: readonly string[] };
}

/** What a proxy forwards to: a port of a machine, an address elsewhere, or what is not known. */
function upstreamOf(builder: GraphBuilder, row: RouteRow, facts: Facts): Upstream | undefined {
  const address = row['upstream-address'];
  const host = row['upstream-host'];
  const port = row['upstream-port'];
  if (isUndecided(address)) {
    return unknownUpstream(builder, row, {
      label: '?',
      why: address,
      line: 'the address is not known',
    });
  }
  const label = `${address}:${known(port) ?? '?'}`;
  if (isUndecided(host)) {
    return unknownUpstream(builder, row, {
      label,
      why: host,
      line: 'not known whose address it is',
    });
  }
  if (address === undefined && host === undefined) return undefined;
  const edge = {
    certain: !isUndecided(port),
    hosts: host === undefined ? [row.host] : [row.host, host],
  };
  if (host === undefined) return { id: outside(builder, row, label), edge };
  return { id: answeringPort(builder, row, { host, facts }), edge };
}

interface Missing {
  readonly label: string;
  readonly why: Undecided;
  readonly line: string;
}

function unknownUpstream(
  builder: GraphBuilder,
  row: RouteRow,
  { label, why, line }: Missing,
): Upstream {
  const id = builder.node({
    id: `unknown:${row.host}:${label}:${why.undecided}`,
    kind: 'unknown',
    label,
    lines: [line],
    hosts: [row.host],
    certain: false,
    facts: [doubt('forwards to', why.undecided, row.places?.['upstream-address'] ?? row.at)],
  });
  return { id, edge: { certain: false, hosts: [row.host] } };
}

/** An address that is certainly no machine of the fleet. */
function outside(builder: GraphBuilder, row: RouteRow, label: string): string {
  return builder.node({
    id: `outside:${label}`,
    kind: 'outside',
    label,
    lines: ['no machine of the fleet'],
    hosts: [row.host],
    facts: [fact('forwarded to by', row.host, row.places?.['upstream-address'] ?? row.at)],
  });
}

interface Answering {
  readonly host: string;
  readonly facts: Facts;
}

function answeringPort(builder: GraphBuilder, row: RouteRow, { host, facts }: Answering): string {
  const port = row['upstream-port'];
  const number = known(port);
  const asked = number === undefined ? undefined : { host, protocol: row.protocol, port: number };
  const opened = asked ? openersOf(facts, asked) : [];
  const openness = asked ? opennessText(facts, asked) : '';
  const line = row.host === host && opened.length === 0 ? 'on the machine itself' : openness;
  return builder.node({
    id: portId(host, row.protocol, number),
    kind: 'port',
    label: `:${number ?? '?'}`,
    lines: line === '' ? [] : [line],
    group: machineGroup(builder, host, facts),
    hosts: [host],
    certain: number !== undefined,
    facts: [
      ...cellFact('port', port, row.at),
      ...opened.map((open) => fact('opened by', open.source, open.at)),
    ],
  });
}

function portId(host: string, protocol: Protocol, port: number | undefined): string {
  return `port:${host}:${protocol}:${port ?? '?'}`;
}

/** A record stands in its zone, and leads to what a proxy serves under its name. */
function addRecord(builder: GraphBuilder, row: DnsRecordRow, facts: Facts): void {
  const name = known(row.name);
  const zone = known(row.zone) ?? (name === undefined ? undefined : zoneOf(facts, name));
  const type = known(row.type) ?? '?';
  const lines = [`${type} ${known(row.targets)?.join(', ') ?? '?'}`];
  const served = facts.table('route').rows.flatMap(({ host, domain }) => {
    return name !== undefined && domain !== undefined && covers(name, domain)
      ? [{ host, to: `domain:${host}:${domain}` }]
      : [];
  });
  const machines = served.length > 0 ? [] : machinesAt(known(row.targets) ?? [], facts);
  const ends = [...served, ...machines.map((host) => ({ host, to: portsId(host) }))];
  const id = builder.node({
    id: name === undefined ? `record:${row.label}` : `record:${zone ?? ''}:${name}`,
    kind: 'record',
    label: name ?? `${row.label}?`,
    lines,
    family: lines[0],
    group: builder.group({ id: `zone:${zone ?? ''}`, kind: 'zone', label: zone ?? 'zones?' }),
    hosts: ends.map(({ host }) => host),
    certain: name !== undefined,
    facts: recordFacts(row),
  });
  for (const { host, to } of ends) {
    if (builder.has(to)) builder.edge({ from: id, to, kind: 'name', hosts: [host] });
  }
}

function recordFacts({
  name,
  type,
  zone,
  targets,
  at,
  places,
}: DnsRecordRow): readonly GraphFact[] {
  return [
    ...cellFact('name', name, places?.name ?? at),
    ...cellFact('type', type, places?.type ?? at),
    ...cellFact('zone', zone, places?.zone ?? at),
    ...cellFact('leads to', targets, places?.targets ?? at),
  ];
}

function covers(name: string, domain: string): boolean {
  return name === domain || (name.startsWith('*.') && domain.endsWith(name.slice(1)));
}

function machinesAt(targets: readonly string[], facts: Facts): readonly string[] {
  return facts.table('host').rows.flatMap(({ name, addresses }) => {
    return addresses.some((address) => targets.includes(address)) ? name : [];
  });
}

function portsId(host: string): string {
  return `ports:${host}`;
}

/** The ports that a firewall opens and that no route here begins or ends with. */
function addOpenPorts(builder: GraphBuilder, host: string, facts: Facts): void {
  const rows = facts.table('open-port').rows.filter((row) => {
    const isDrawn =
      row.port === row['to-port'] &&
      (builder.has(portId(host, row.protocol, row.port)) || isListenedOn(row, facts));
    return row.host === host && !isDrawn;
  });
  if (rows.length === 0) return;
  builder.node({
    id: portsId(host),
    kind: 'port',
    label: 'open ports',
    lines: portLines(rows),
    group: machineGroup(builder, host, facts),
    hosts: [host],
    facts: rows.map((row) => {
      const on = row.interface === undefined ? '' : ` on ${row.interface}`;
      return fact(`${row.protocol} ${portRange(row)}${on}`, row.source, row.at);
    }),
  });
}

function isListenedOn({ host, protocol, port }: OpenPortRow, facts: Facts): boolean {
  return facts.table('route').rows.some((row) => {
    return row.host === host && row.protocol === protocol && row['listen-port'] === port;
  });
}
