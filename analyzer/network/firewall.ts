import type { Fix, Location, Note } from '../diagnostic.ts';
import { commentBehind } from '../edit/insertion.ts';
import { insertNumber } from '../edit/list.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { OpenPortRow, Protocol } from '../facts/network.ts';

/** A port of a machine as somebody wants to reach it. */
export interface WantedPort {
  readonly host: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** The interface on which requests arrive; `undefined` when that can be any. */
  readonly interface: string | undefined;
}

/** Whether a firewall lets requests in, or why that cannot be told. */
export type Opening =
  | { readonly kind: 'open' }
  /** `elsewhere` opens the port on an interface where the requests do not arrive. */
  | { readonly kind: 'closed'; readonly elsewhere: OpenPortRow | undefined }
  | { readonly kind: 'undecided'; readonly reason: string };

export function openingOf(facts: Facts, wanted: WantedPort): Opening {
  const { host, protocol, port } = wanted;
  const machine = facts.table('host').rows.find((row) => row.name === host);
  if (machine?.class !== 'nixos') return { kind: 'undecided', reason: `\`${host}\` is not NixOS` };
  const table = facts.table('open-port');
  const rows = table.rows.filter(
    (row) =>
      row.host === host && row.protocol === protocol && row.port <= port && port <= row['to-port'],
  );
  const arrives = (row: OpenPortRow): boolean =>
    row.interface === undefined || row.interface === wanted.interface;
  if (rows.some(arrives)) return { kind: 'open' };
  const gap = gapFor(table, { host, protocol, port });
  if (gap) return { kind: 'undecided', reason: gap.reason };
  const others = rows.filter((row) => row.interface !== 'lo');
  if (wanted.interface === undefined && others.some((row) => !isInner(facts, row)))
    return { kind: 'undecided', reason: 'the interface at which requests arrive is not known' };
  return { kind: 'closed', elsewhere: others[0] };
}

/** Whether an interface leads to tunnels, guests or containers alone. */
function isInner(facts: Facts, row: OpenPortRow): boolean {
  const name = row.interface ?? '';
  return (
    /^(wg|tailscale|zt|docker|podman|virbr|veth|cni|br-)/.test(name) ||
    facts
      .table('tunnel')
      .rows.some((tunnel) => tunnel.host === row.host && tunnel.interface === name)
  );
}

/** The lists of a machine's firewall that could hold a port, the one to extend first. */
export interface FirewallList {
  readonly rows: readonly OpenPortRow[];
  readonly interface: string | undefined;
}

/** A list that single ports stand in, on all interfaces unless one is named. */
export function firewallList(
  facts: Facts,
  { host, protocol }: Pick<WantedPort, 'host' | 'protocol'>,
  onInterface?: string,
): FirewallList | undefined {
  const option = protocol === 'tcp' ? '.allowedTCPPorts' : '.allowedUDPPorts';
  const rows = facts.table('open-port').rows.filter((row) => {
    const mine = row.host === host && row.protocol === protocol && row.interface === onInterface;
    return mine && row.source.startsWith('networking.firewall.') && row.source.endsWith(option);
  });
  return rows.length > 0 ? { rows, interface: onInterface } : undefined;
}

/** How a port comes into a list, with the element beside which it then stands. */
export interface PortInsertion {
  readonly neighbour: Location;
  readonly fix: Fix;
}

/**
 * Opens a port in the file that has most of the list. Where another machine reads
 * the list, too, it would be opened on both, and nothing is offered.
 */
export function openPort(
  facts: Facts,
  { rows }: FirewallList,
  { port, comment, title }: { port: number; comment: string | undefined; title: string },
): PortInsertion | undefined {
  const byFile = new Map<string, Location[]>();
  for (const row of rows) {
    const at = facts.locate(row.at);
    if (!isShared(facts, row)) byFile.set(at.file, [...(byFile.get(at.file) ?? []), at]);
  }
  const [places] = [...byFile.values()].toSorted((a, b) => b.length - a.length);
  const file = places?.[0]?.file;
  const text = file && facts.text(file);
  if (!places || !file || text === undefined) return undefined;
  const spans = places.map(({ span }) => span);
  const edit = insertNumber(text, spans, { value: port, comment });
  if (!edit) return undefined;
  const { span, text: added, neighbour } = edit;
  return {
    neighbour: { file, span: neighbour },
    fix: { title, safety: 'unsafe', edits: [{ file, span, text: added }] },
  };
}

/** Whether another machine opens the same ports by the same words. */
function isShared(facts: Facts, { at, host }: OpenPortRow): boolean {
  return facts
    .table('open-port')
    .rows.some((row) => row.host !== host && row.at.file === at.file && row.at.expr === at.expr);
}

/** Where a machine's list is, for people. */
export function listNote(facts: Facts, list: FirewallList | undefined, message: string): Note[] {
  const row = list?.rows[0];
  return row ? [{ ...facts.locate(row.at), message }] : [];
}

/** What a machine's firewall says a port is for. */
export function portComment(
  facts: Facts,
  { host, protocol, port }: Pick<WantedPort, 'host' | 'protocol' | 'port'>,
): string | undefined {
  for (const row of facts.table('open-port').rows) {
    if (row.host !== host || row.protocol !== protocol || row.port !== port) continue;
    const { file, span } = facts.locate(row.at);
    const comment = commentBehind(facts.text(file) ?? '', span);
    if (comment !== undefined && row['to-port'] === port) return comment;
  }
  return undefined;
}
