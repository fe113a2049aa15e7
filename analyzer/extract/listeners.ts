import type { Table } from '../facts/facts.ts';
import type { Fleet, FleetHost } from '../flake/fleet.ts';
import { addServices } from './listening-services.ts';
import { addContainers, addSockets, addUnits } from './listening-units.ts';
import type { OwnRoutes } from './route-rows.ts';
import { TableBuilder } from './table.ts';

type Listeners = TableBuilder<'listener'>;

/** What else is known of the machine. */
interface Known {
  readonly routes: OwnRoutes;
  readonly tables: {
    readonly service: Table<'service'>;
    readonly trigger: Table<'trigger'>;
    readonly container: Table<'container'>;
    readonly tunnel: Table<'tunnel'>;
  };
}

/** What listens on a machine, as far as its own settings say it. `fleet` holds that machine alone. */
export function listenerTable(fleet: Fleet, { routes, tables }: Known): Listeners {
  const table = new TableBuilder('listener');
  for (const host of fleet.hosts) {
    addServices(table, host);
    addProxies(table, host, routes);
    addUnits(table, host, tables.service);
    addSockets(table, host, tables.trigger);
    addContainers(table, host, tables.container);
    addTunnels(table, host, tables.tunnel);
  }
  return table;
}

function addProxies(table: Listeners, host: FleetHost, { rows, gaps }: OwnRoutes): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const { proxy, protocol, 'listen-port': port, 'listen-address': address = '*' } = row;
    const key = `${proxy} ${protocol} ${port} ${address}`;
    if (seen.has(key)) continue;
    seen.add(key);
    table.add({
      at: row.places?.['listen-port'] ?? row.at,
      host: host.name,
      service: proxy,
      kind: 'proxy',
      protocol,
      port,
      'to-port': port,
      address,
      source: `services.${proxy}`,
    });
  }
  for (const { known, reason, at } of gaps)
    table.gap({ host: host.name, ...(known.proxy ? { service: known.proxy } : {}) }, reason, at);
}

function addTunnels(table: Listeners, host: FleetHost, { rows }: Table<'tunnel'>): void {
  for (const row of rows) {
    const port = row['listen-port'];
    const known = { host: host.name, service: row.interface, protocol: 'udp' } as const;
    if (typeof port === 'number')
      table.add({
        at: row.at,
        ...known,
        kind: 'tunnel',
        port,
        'to-port': port,
        address: '*',
        source: row.kind,
      });
    else
      table.gap(known, port?.undecided ?? 'the tunnel listens on a port that it chooses', row.at);
  }
}
