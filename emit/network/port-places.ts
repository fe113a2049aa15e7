import type { Facts } from '#analyzer/facts/facts.ts';
import type { OpenPortRow } from '#analyzer/facts/network.ts';
import { type Backend, usualList } from '#analyzer/network/backends.ts';
import type { ListedPort } from './listed-ports.ts';
import type { NeededPort } from './needed-ports.ts';

/** A port in one of the lists of a machine. */
export type PlacedPort = ListedPort & { readonly protocol: 'tcp' | 'udp' };

/** The list that is written, or the module that has all of them. */
export interface WrittenList {
  readonly list: string;
  readonly interface: string;
}

/** A port of the items of a list is in the list that is written. */
export function placed(port: ListedPort, { list, interface: own }: WrittenList): PlacedPort[] {
  if (port.protocol !== undefined) return [{ ...port, protocol: port.protocol }];
  if (list === 'module') return [];
  return [{ ...port, protocol: list === 'tcp' ? 'tcp' : 'udp', interface: own || undefined }];
}

/** What is known when a place is looked for. */
export interface Surroundings {
  readonly facts: Facts;
  /** Every hop from a proxy to another machine. */
  readonly hops: readonly Backend[];
  readonly written: WrittenList;
  /** What the text has now. */
  readonly listed: readonly PlacedPort[];
}

/**
 * Where a needed port is open, if requests may arrive there although nobody can tell;
 * `undefined` where they certainly need another opening, or have one.
 */
export function unclearInterface(
  needed: NeededPort,
  { facts, listed }: Surroundings,
): string | undefined {
  if (needed.hop?.wanted.interface !== undefined || needed.hop === undefined) return undefined;
  if (listed.some((port) => isFor(port, needed))) return undefined;
  const rows = opened(facts, needed).filter((row) => row.interface !== 'lo');
  return rows.some((row) => row.interface === undefined) ? undefined : rows[0]?.interface;
}

/** Where a needed port goes; `undefined` where it is open already, or belongs into another list. */
export function placeFor(needed: NeededPort, around: Surroundings): PlacedPort | undefined {
  const { protocol, port, service: comment } = needed;
  const before = around.listed.find((other) => isFor(other, needed) && reaches(other, needed));
  if (unclearInterface(needed, around) !== undefined) return undefined;
  const open = openings(around.facts, needed);
  const isWide = open.some((row) => row.interface === undefined);
  if (before?.interface !== undefined && isWide) return undefined;
  if (before) return { ...before, comment: before.comment ?? comment };
  if (open.length > 0) return undefined;
  const list = listFor(needed, around);
  return list && { protocol, port, comment, ...list };
}

function isFor(port: PlacedPort, needed: NeededPort): boolean {
  return port.port === needed.port && port.protocol === needed.protocol;
}

/** Ports for other machines go where most of them are. */
function listFor(
  needed: NeededPort,
  { facts, hops, written: { list, interface: own } }: Surroundings,
): { readonly interface: string | undefined } | undefined {
  const usual = needed.hop && usualList(facts, needed.hop, hops);
  if (list === 'module') {
    return { interface: (needed.hop && (own || usual?.interface)) || undefined };
  }
  const here = { interface: own || undefined };
  const isUsual = usual === undefined || usual.interface === here.interface;
  return list === needed.protocol && isUsual && reaches(here, needed) ? here : undefined;
}

/** Whether requests for a port arrive where a list is for. */
function reaches(
  { interface: name }: { readonly interface?: string | undefined },
  { hop }: NeededPort,
): boolean {
  return name === undefined || name === hop?.wanted.interface;
}

/** What opens the port where requests arrive, such as a line that somebody wrote. */
function openings(facts: Facts, needed: NeededPort): readonly OpenPortRow[] {
  return opened(facts, needed).filter((row) => reaches(row, needed));
}

/** What opens the port anywhere. */
function opened(facts: Facts, { host, protocol, port }: NeededPort): readonly OpenPortRow[] {
  return facts
    .table('open-port')
    .rows.filter(
      (row) =>
        row.host === host &&
        row.protocol === protocol &&
        row.port <= port &&
        port <= row['to-port'],
    );
}

export function isSamePlace(a: PlacedPort, b: PlacedPort): boolean {
  return a.port === b.port && a.protocol === b.protocol && a.interface === b.interface;
}
