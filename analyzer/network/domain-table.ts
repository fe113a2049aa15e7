import { known } from '../facts/cell.ts';
import type { DocTableRow } from '../facts/documents.ts';
import type { Facts } from '../facts/facts.ts';
import type { RouteRow } from '../facts/network.ts';
import { leadsBehind, type ReverseProxy } from './proxies.ts';
import type { Roles } from './roles.ts';
import { tellsOfStream } from './streams.ts';

/** Words of the headers by which the columns of a table of domains are known. */
export interface DomainHeaders {
  readonly domain: string;
  readonly port: string;
  readonly service: string;
}

/** A table of a document that says where domains lead. */
export interface DomainTable {
  readonly rows: readonly DomainRow[];
  /** The places of its columns. */
  readonly columns: DomainColumns;
}

export interface DomainColumns {
  readonly domain: number;
  readonly port: number;
  readonly service: number | undefined;
}

export interface DomainRow {
  readonly row: DocTableRow;
  readonly domain: string;
  readonly port: number | undefined;
  readonly isStream: boolean;
}

/** The tables in which at least one domain is one that a proxy serves. */
export function domainTables(
  facts: Facts,
  headers: DomainHeaders,
  proxies: readonly ReverseProxy[],
): readonly DomainTable[] {
  const served = new Set(
    proxies.flatMap(({ routes }) => routes.flatMap(({ domain }) => domain ?? [])),
  );
  return tablesOf(facts).flatMap((rows) => {
    const columns = columnsOf(rows[0]?.headers ?? [], headers);
    if (!columns) return [];
    const all = rows.flatMap((row) => domainRow(row, columns) ?? []);
    const isOurs = all.some(({ domain }) => served.has(domain));
    return isOurs ? [{ rows: all, columns }] : [];
  });
}

/** Rows of one table stand on lines that follow each other. */
function tablesOf(facts: Facts): readonly (readonly DocTableRow[])[] {
  const tables: DocTableRow[][] = [];
  for (const row of facts.table('doc-table').rows) {
    const table = tables.at(-1);
    const before = table?.at(-1);
    if (table && before && follows(facts, before, row)) table.push(row);
    else tables.push([row]);
  }
  return tables;
}

function follows(facts: Facts, before: DocTableRow, row: DocTableRow): boolean {
  if (before.file !== row.file) return false;
  const [above, below] = [facts.locate(before.at).span, facts.locate(row.at).span];
  const between = facts.text(facts.locate(row.at).file)?.slice(above.end, below.start) ?? '';
  return above.end <= below.start && between.split('\n').length === 2;
}

function columnsOf(headers: readonly string[], words: DomainHeaders): DomainColumns | undefined {
  const find = (word: string): number => headers.findIndex((header) => hasWord(header, word));
  const [domain, port, service] = [find(words.domain), find(words.port), find(words.service)];
  if (domain < 0 || port < 0) return undefined;
  return { domain, port, service: service < 0 ? undefined : service };
}

function hasWord(header: string, word: string): boolean {
  const words = header.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.some((each) => each === word.toLowerCase() || each === `${word.toLowerCase()}s`);
}

function domainRow(row: DocTableRow, columns: DomainColumns): DomainRow | undefined {
  const domain = row.cells[columns.domain]?.trim().toLowerCase() ?? '';
  if (!/^[a-z0-9_-]+(\.[a-z0-9-]+)+$/.test(domain)) return undefined;
  const port = /(?<!\d)\d{1,5}(?!\d)/.exec(row.cells[columns.port] ?? '')?.[0];
  const isStream = row.cells.some((cell, index) => index !== columns.domain && tellsOfStream(cell));
  return { row, domain, port: port === undefined ? undefined : Number(port), isStream };
}

/** Where a domain leads behind the proxy. */
export interface ServedDomain {
  readonly domain: string;
  readonly route: RouteRow;
  readonly ports: readonly number[];
}

/** The domains that proxies pass on to machines of the fleet, with every port that they lead to. */
export function passedOn(
  proxies: readonly ReverseProxy[],
  roles: Roles,
): ReadonlyMap<string, ServedDomain> {
  const found = new Map<string, ServedDomain>();
  for (const route of proxies.flatMap(({ routes }) => routes)) {
    const { domain } = route;
    const port = known(route['upstream-port']);
    if (domain === undefined || port === undefined || !leadsBehind(route, roles)) continue;
    const before = found.get(domain);
    const ports = [...new Set([...(before?.ports ?? []), port])];
    found.set(domain, { domain, route: before?.route ?? route, ports });
  }
  return found;
}
