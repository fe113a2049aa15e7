import type { Edit, Fix } from '../diagnostic.ts';
import { addedRow, removedRow } from '../edit/doc-table.ts';
import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import { compareBytes } from '../order/compare.ts';
import type { DomainRow, DomainTable, ServedDomain } from './domain-table.ts';
import { portComment } from './firewall.ts';

/** What differs between a table and where domains lead. */
export interface Drift {
  readonly missing: readonly ServedDomain[];
  readonly stale: readonly DomainRow[];
  readonly wrong: readonly { readonly row: DomainRow; readonly served: ServedDomain }[];
}

/** Adds, removes and corrects rows; safe unless somebody has to say what a service is called. */
export function mendTable(facts: Facts, table: DomainTable, drift: Drift): Fix | undefined {
  const added = drift.missing.map((served) => addRow(facts, table, served));
  const removed = drift.stale.map((row) => removedRow(facts, row.row));
  const corrected = drift.wrong.map(({ row, served }) => correctRow(facts, row, { table, served }));
  const edits = joined([...removed, ...corrected, ...added]);
  if (!edits || edits.length === 0) return undefined;
  const isCertain = drift.missing.every((served) => serviceOf(facts, served) !== undefined);
  const safety = isCertain ? 'safe' : 'unsafe';
  return { title: 'bring the table up to date', safety, edits };
}

/** Rows that go to one place become one insertion. */
function joined(edits: readonly (Edit | undefined)[]): readonly Edit[] | undefined {
  const places = new Map<string, Edit>();
  for (const edit of edits) {
    if (!edit) return undefined;
    const key = `${edit.span.start} ${edit.span.end}`;
    const before = places.get(key);
    places.set(key, before ? { ...before, text: before.text + edit.text } : edit);
  }
  return [...places.values()];
}

function addRow(
  facts: Facts,
  { rows, columns }: DomainTable,
  served: ServedDomain,
): Edit | undefined {
  const next = rows.find(({ domain }) => compareBytes(domain, served.domain) > 0);
  const neighbour = next ?? rows.at(-1);
  if (!neighbour) return undefined;
  const cells = neighbour.row.headers.map((_, index) => {
    if (index === columns.domain) return served.domain;
    if (index === columns.port) return served.ports.join(', ');
    return index === columns.service ? (serviceOf(facts, served) ?? 'TODO') : '';
  });
  return addedRow(facts, { rows: rows.map(({ row }) => row), next: next?.row, cells });
}

interface Correction {
  readonly table: DomainTable;
  readonly served: ServedDomain;
}

/** The digits of the port, and nothing else of the cell. */
function correctRow(
  facts: Facts,
  { row, port }: DomainRow,
  { table, served }: Correction,
): Edit | undefined {
  const place = row.places?.[row.headers[table.columns.port] ?? ''];
  if (!place || port === undefined || served.ports.length !== 1) return undefined;
  const { file, span } = facts.locate(place);
  const written = facts.text(file)?.slice(span.start, span.end) ?? '';
  const at = written.indexOf(String(port));
  if (at === -1) return undefined;
  const start = span.start + at;
  return { file, span: { start, end: start + String(port).length }, text: String(served.ports[0]) };
}

/** What the firewall of the machine behind calls the port. */
function serviceOf(facts: Facts, { route, ports }: ServedDomain): string | undefined {
  const host = known(route['upstream-host']);
  const [port] = ports;
  if (host === undefined || port === undefined) return undefined;
  return portComment(facts, { host, protocol: route.protocol, port })?.toLowerCase();
}
