import { type Cell, isUndecided } from '../facts/cell.ts';
import type { Table } from '../facts/facts.ts';
import type { Protocol } from '../facts/network.ts';
import type { ContainerRow, ServiceRow, TriggerRow } from '../facts/services.ts';
import type { FleetHost } from '../flake/fleet.ts';
import { boundAddress, endpointIn } from './listen-address.ts';
import { listenArguments } from './listener-options.ts';
import type { TableBuilder } from './table.ts';

type Listeners = TableBuilder<'listener'>;

/** Long-running units listen where a variable or an argument says so, and else nobody knows where. */
export function addUnits(table: Listeners, host: FleetHost, { rows }: Table<'service'>): void {
  for (const row of rows) {
    if (!isLongRunning(row)) continue;
    const known = { host: host.name, service: row.name } as const;
    const found = [...variablePorts(row.environment), ...argumentPorts(row.exec)];
    for (const { port, address, column } of found)
      table.add({
        at: row.places?.[column] ?? row.at,
        ...known,
        kind: 'unit',
        protocol: 'tcp',
        port,
        'to-port': port,
        address,
        source: `systemd.services.${row.name}`,
      });
    const runs = isUndecided(row.exec) || (row.exec !== undefined && row.exec.length > 0);
    if (runs && found.length === 0) table.gap(known, 'the unit may listen on any port', row.at);
  }
}

function isLongRunning({ account, scope, type, enabled }: ServiceRow): boolean {
  return account === undefined && scope !== 'initrd' && type !== 'oneshot' && enabled !== false;
}

interface Found {
  readonly port: number;
  readonly address: Cell<string>;
  readonly column: 'exec' | 'environment';
}

const unsaid = { undecided: 'the program decides the address' };

/** `PORT=8080`, `LISTEN_ADDR=:8080`, and variables like them. */
function variablePorts(environment: Cell<readonly string[]>): Found[] {
  if (environment === undefined || isUndecided(environment)) return [];
  return environment.flatMap((text): Found[] => {
    const [, name = '', value = ''] = /^([A-Z_]+)=(.+)$/.exec(text) ?? [];
    if (/^(HTTP_|WEB_|LISTEN_|SERVER_)?PORT$/.test(name) && /^\d{1,5}$/.test(value))
      return [{ port: Number(value), address: unsaid, column: 'environment' }];
    const isAddress = /^(HTTP_|WEB_)?(LISTEN|LISTEN_ADDR|LISTEN_ADDRESS|BIND|ADDR)$/.test(name);
    const endpoint = isAddress ? endpointIn(value) : undefined;
    return endpoint ? [{ ...endpoint, column: 'environment' }] : [];
  });
}

function argumentPorts(exec: Cell<readonly string[]>): Found[] {
  if (exec === undefined || isUndecided(exec)) return [];
  const written = exec.flatMap((command) =>
    listenArguments.flatMap((pattern) =>
      [...command.matchAll(pattern)].map(([, value = '']) => value),
    ),
  );
  return [...new Set(written)].flatMap((value): Found[] => {
    if (/^\d+$/.test(value)) return [{ port: Number(value), address: unsaid, column: 'exec' }];
    const endpoint = endpointIn(value);
    return endpoint ? [{ ...endpoint, column: 'exec' }] : [];
  });
}

/** What sockets of systemd listen on; those in the file system have no port. */
export function addSockets(table: Listeners, host: FleetHost, { rows }: Table<'trigger'>): void {
  for (const row of rows) {
    if (row.kind !== 'socket' || row.account !== undefined) continue;
    const known = { host: host.name, service: row.name } as const;
    if (isUndecided(row.conditions)) table.gap(known, row.conditions.undecided, row.at);
    for (const { protocol, ...endpoint } of socketPorts(row.conditions))
      table.add({
        at: row.at,
        ...known,
        kind: 'socket',
        protocol,
        ...endpoint,
        'to-port': endpoint.port,
        source: `systemd.sockets.${row.name}`,
      });
  }
}

function socketPorts(
  conditions: TriggerRow['conditions'],
): { readonly protocol: Protocol; readonly address: string; readonly port: number }[] {
  if (conditions === undefined || isUndecided(conditions)) return [];
  return conditions.flatMap((condition) => {
    const [, directive, value = ''] = /^Listen(Stream|Datagram)=(.*)$/.exec(condition) ?? [];
    const isPort = /^\d+$/.test(value);
    const endpoint = isPort ? { address: '*', port: Number(value) } : endpointIn(value);
    const protocol = directive === 'Stream' ? 'tcp' : 'udp';
    return directive !== undefined && endpoint ? [{ protocol, ...endpoint }] : [];
  });
}

/** What containers publish; one with the network of the machine may listen anywhere. */
export function addContainers(
  table: Listeners,
  host: FleetHost,
  { rows }: Table<'container'>,
): void {
  for (const row of rows) {
    const known = { host: host.name, service: row.name } as const;
    const hidden = hiddenPorts(row);
    if (hidden !== undefined) table.gap(known, hidden, row.at);
    if (row.ports === undefined || isUndecided(row.ports)) continue;
    for (const text of row.ports) {
      const port = publishedPort(text);
      if (port === 'open') table.gap(known, 'publishes a port that is not known', row.at);
      else if (port)
        table.add({
          at: row.places?.ports ?? row.at,
          ...known,
          kind: 'container',
          ...port,
          source: `${row.source}.${row.name}`,
        });
    }
  }
}

function hiddenPorts({ ports, networks }: ContainerRow): string | undefined {
  if (isUndecided(ports) || isUndecided(networks))
    return 'the ports of the container are not known';
  return networks?.includes('host') ? 'the container has the network of the machine' : undefined;
}

/** `127.0.0.1:8080:80/udp`, `8000-8010:8000-8010`; a port of the container alone gets any port of the machine. */
function publishedPort(text: string) {
  const match = /^(?:(\[[^\]]+\]|[\d.]+):)?(\d+)(?:-(\d+))?:\d+(?:-\d+)?(?:\/(tcp|udp))?$/.exec(
    text,
  );
  if (!match) return /^\d+(\/\w+)?$/.test(text) ? undefined : 'open';
  return {
    protocol: match[4] === 'udp' ? ('udp' as const) : ('tcp' as const),
    port: Number(match[2]),
    'to-port': Number(match[3] ?? match[2]),
    address: boundAddress(match[1] ?? ''),
  };
}
