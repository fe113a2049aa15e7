import { addedRow } from '#analyzer/edit/doc-table.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { DnsRecordRow } from '#analyzer/facts/network.ts';
import { domainTables } from '#analyzer/network/domain-table.ts';
import { proxiesOf, type ReverseProxy } from '#analyzer/network/proxies.ts';
import { publish } from '#analyzer/network/publish.ts';
import { compareBytes } from '#analyzer/order/compare.ts';
import { addRow } from '#analyzer/writing/add-row.ts';
import { fencesIn } from '../fence.ts';
import { placed } from './place.ts';
import type { Placed, Wanted } from './plan.ts';

/** How a domain gets to a machine: the proxy, and the address that it knows the machine by. */
export interface Way {
  readonly proxy: string;
  readonly address: string;
}

/** The proxy in front of the machine, else the machine itself where it has virtual hosts. */
function wayTo({ facts, host, request }: Wanted): Way | undefined {
  const { proxies } = proxiesOf(facts, request.roles);
  const routes = proxies.flatMap((proxy) => proxy.routes);
  const behind = routes.find(
    (row) => known(row['upstream-host']) === host.name && row.host !== host.name,
  );
  const address = behind && known(behind['upstream-address']);
  if (behind && address !== undefined) return { proxy: behind.host, address };
  const own = facts
    .table('route')
    .rows.some((row) => row.host === host.name && row.kind === 'http');
  return own ? { proxy: host.name, address: '127.0.0.1' } : undefined;
}

/** The virtual host at the proxy, with its certificate. */
export function placeRoute(wanted: Wanted, domain: string, port: number): Placed {
  const { facts, host } = wanted;
  const way = wayTo(wanted);
  if (way === undefined)
    return {
      kind: 'unplaced',
      reason: `no proxy is known that passes requests on to \`${host.name}\``,
    };
  const near = host.at;
  const columns = {
    host: way.proxy,
    domain,
    'upstream-address': way.address,
    'upstream-port': port,
  };
  const writing = addRow(facts, { table: 'route', columns, near });
  const reason = `\`${way.proxy}\` has no virtual host that \`${domain}\` could be a copy of`;
  return placed(facts, `the route of \`${domain}\``, writing?.edits, reason);
}

/** The DNS record, like those of other domains of the proxy; nothing where none is kept here. */
export function placeRecord({ facts, request }: Wanted, domain: string): Placed | undefined {
  const rows = facts.table('dns-record').rows.filter((row) => known(row.type) === 'A');
  if (rows.length === 0) return undefined;
  const served = servedBy(proxiesOf(facts, request.roles).proxies);
  const models = rows.filter((row) => served.has(known(row.name) ?? ''));
  const fix = publish(facts, domain, models.length > 0 ? models : plainFirst(rows));
  const reason = `no DNS record is written so that \`${domain}\` could be a copy of it in a zone that is known`;
  return placed(facts, `the record of \`${domain}\``, fix?.edits, reason);
}

function servedBy(proxies: readonly ReverseProxy[]): ReadonlySet<string> {
  return new Set(proxies.flatMap(({ routes }) => routes.flatMap(({ domain }) => domain ?? [])));
}

function plainFirst(rows: readonly DnsRecordRow[]): readonly DnsRecordRow[] {
  return rows.filter((row) => known(row.name) !== undefined);
}

/** A row in each table of documents that lists domains; nothing where there is none. */
export function placeTableRow(wanted: Wanted, domain: string, port: number): Placed | undefined {
  const { facts, request } = wanted;
  const { proxies } = proxiesOf(facts, request.roles);
  const headers = { domain: 'domain', port: 'port', service: 'service' };
  const tables = domainTables(facts, headers, proxies);
  const [table, ...others] = tables;
  if (table === undefined) return undefined;
  if (others.length > 0)
    return { kind: 'unplaced', reason: 'several tables of documents list domains' };
  const { rows, columns } = table;
  const isEmitted = rows.some(({ row }) => {
    const { file, span } = facts.locate(row.at);
    const fences = fencesIn(facts.text(file) ?? '');
    return fences.some(
      (fence) =>
        'inside' in fence && fence.inside.start <= span.start && span.end <= fence.inside.end,
    );
  });
  const file = rows[0]?.row.at.file;
  if (isEmitted) return { kind: 'later', what: `the row of \`${domain}\` in \`${file}\`` };
  const next = rows.find((row) => compareBytes(row.domain, domain) > 0);
  const cells = (rows[0]?.row.headers ?? []).map((_, index) => {
    if (index === columns.domain) return domain;
    if (index === columns.port) return String(port);
    return index === columns.service ? request.name : '';
  });
  const edit = addedRow(facts, { rows: rows.map(({ row }) => row), next: next?.row, cells });
  const reason = `the table of domains in \`${file}\` is not written so that a row could be added`;
  return placed(facts, `the row of \`${domain}\``, edit && [edit], reason);
}
