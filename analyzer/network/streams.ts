import { known } from '../facts/cell.ts';
import type { DocTableRow } from '../facts/documents.ts';
import type { Facts } from '../facts/facts.ts';
import type { Site } from '../site.ts';

/** A name that something gives to a stream, which has none in the configuration of its proxy. */
export interface NamedStream {
  readonly domain: string;
  readonly at: Site;
  /** What gives it: a table of a document, or the address that a service says it has. */
  readonly source: 'document' | 'address';
}

/** Rows of tables with a `Domain` column in which a cell speaks of a stream, and addresses of services. */
export function namedStreams(facts: Facts): readonly NamedStream[] {
  const listed = facts.table('doc-table').rows.flatMap((row) => namedStream(row) ?? []);
  const names = new Set(listed.map(({ domain }) => domain));
  return [...listed, ...addressed(facts).filter(({ domain }) => !names.has(domain))];
}

function namedStream(row: DocTableRow): NamedStream | undefined {
  const column = row.headers.findIndex((header) => /^domains?$/i.test(header));
  const domain = row.cells[column]?.toLowerCase() ?? '';
  const cell = row.cells.find((text, index) => index !== column && tellsOfStream(text));
  const isName = /^[a-z0-9_-]+(\.[a-z0-9-]+)+$/.test(domain);
  const at = row.places?.[row.headers[column] ?? ''] ?? row.at;
  return cell !== undefined && isName ? { domain, at, source: 'document' } : undefined;
}

/** `25565 (TCP stream)` is one; the name of a service that streams music is none. */
export function tellsOfStream(cell: string): boolean {
  return /\b(tcp|udp|ssh|\d+)\b.*\bstream\b|\bstream\b.*\b(tcp|udp|\d+)\b/i.test(cell);
}

/**
 * What services on machines behind a stream call themselves: `public_url` with
 * another scheme than that of the web. A name that is one of the web as well is
 * left out.
 */
function addressed(facts: Facts): NamedStream[] {
  const behind = new Set(
    facts
      .table('route')
      .rows.flatMap((row) => (row.kind === 'stream' ? (known(row['upstream-host']) ?? []) : [])),
  );
  if (behind.size === 0) return [];
  const urls = facts.table('option').rows.flatMap((row) => {
    const isUrl = /(^|\.)public[_-]?url$/i.test(row.path) && behind.has(row.host);
    const value = isUrl ? known(row.value) : undefined;
    const parts =
      typeof value === 'string' ? /^(\w+):\/\/(?:[\w.-]+@)?([\w.-]+)/.exec(value) : null;
    return parts ? [{ scheme: parts[1], domain: parts[2]?.toLowerCase() ?? '', at: row.at }] : [];
  });
  const ofWeb = new Set(urls.flatMap(({ scheme, domain }) => (isWeb(scheme) ? domain : [])));
  return urls.flatMap(({ domain, at }) =>
    ofWeb.has(domain) || !domain.includes('.') ? [] : [{ domain, at, source: 'address' }],
  );
}

function isWeb(scheme: string | undefined): boolean {
  return scheme === 'http' || scheme === 'https';
}
