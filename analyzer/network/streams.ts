import type { DocTableRow } from '../facts/documents.ts';
import type { Facts } from '../facts/facts.ts';
import type { Site } from '../site.ts';

/** A name that a document gives to a stream, which has none in the configuration. */
export interface NamedStream {
  readonly domain: string;
  readonly at: Site;
}

/** Rows of tables with a `Domain` column in which a cell speaks of a stream. */
export function namedStreams(facts: Facts): readonly NamedStream[] {
  return facts.table('doc-table').rows.flatMap((row) => namedStream(row) ?? []);
}

function namedStream(row: DocTableRow): NamedStream | undefined {
  const column = row.headers.findIndex((header) => /^domains?$/i.test(header));
  const domain = row.cells[column]?.toLowerCase() ?? '';
  const tells = row.cells.some((cell, index) => index !== column && tellsOfStream(cell));
  const isName = /^[a-z0-9_-]+(\.[a-z0-9-]+)+$/.test(domain);
  const at = row.places?.[row.headers[column] ?? ''] ?? row.at;
  return tells && isName ? { domain, at } : undefined;
}

/** `25565 (TCP stream)` is one; the name of a service that streams music is none. */
export function tellsOfStream(cell: string): boolean {
  return /\b(tcp|udp|ssh|\d+)\b.*\bstream\b|\bstream\b.*\b(tcp|udp|\d+)\b/i.test(cell);
}
