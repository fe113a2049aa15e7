import { isUndecided, known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { IngressRuleRow, OpenPortRow } from '../facts/network.ts';
import { backendsOf } from './backends.ts';
import { type Opening, openingOf } from './firewall.ts';
import { listeningOn } from './listening.ts';
import type { Roles } from './roles.ts';

/** Something that turned out to be needed, or not, or nobody can tell. */
export type Need = 'needed' | 'orphan' | { readonly undecided: string };

/** A port that a machine behind a proxy opens, and whether anybody needs it. */
export interface OpenedPort {
  readonly row: OpenPortRow;
  readonly need: Need;
}

/** The single ports that machines behind a proxy open in lists of their own. */
export function openedBehind(facts: Facts, roles: Roles): readonly OpenedPort[] {
  const { backends, undecided } = backendsOf(facts, roles);
  const behind = new Set(backends.map(({ wanted }) => wanted.host));
  return facts.table('open-port').rows.flatMap((row) => {
    const isListed = row.source.startsWith('networking.firewall.') && row.port === row['to-port'];
    if (!behind.has(row.host) || !isListed || row.interface === 'lo') return [];
    const isRoute = backends.some(({ wanted }) => isSamePort(wanted, row));
    return [{ row, need: isRoute ? 'needed' : needOfListener(facts, row, undecided[0]) }];
  });
}

function isSamePort(
  wanted: Pick<OpenPortRow, 'host' | 'protocol' | 'port'>,
  row: OpenPortRow,
): boolean {
  return wanted.host === row.host && wanted.protocol === row.protocol && wanted.port === row.port;
}

/** A port without a route is needed where something listens on it; `doubt` is why there may be another route. */
function needOfListener(facts: Facts, row: OpenPortRow, doubt: string | undefined): Need {
  const listening = listeningOn(facts, row);
  if (listening.kind === 'somebody') return 'needed';
  const reason = listening.kind === 'undecided' ? listening.reason : doubt;
  return reason === undefined ? 'orphan' : { undecided: reason };
}

/** More ports than this are a range that somebody opens on purpose. */
const widest = 16;

/** A rule is needed where any machine of the fleet opens one of its ports, or a proxy listens there. */
export function needOfRule(facts: Facts, rule: IngressRuleRow): Need | undefined {
  const range = rangeOf(rule);
  if (range === undefined || 'undecided' in range) return range;
  const { protocol, from, to } = range;
  if (to - from >= widest) return undefined;
  if (listenedIn(facts, range).length > 0) return 'needed';
  const ports = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const openings = ports.flatMap((port) => openingsOf(facts, protocol, port));
  if (openings.some(({ kind }) => kind === 'open')) return 'needed';
  const doubt = openings.find((opening) => opening.kind === 'undecided');
  return doubt?.kind === 'undecided' ? { undecided: doubt.reason } : 'orphan';
}

/**
 * The first port of a range that no machine opens and no proxy listens on,
 * although they do with others of it; unset where every port is needed.
 */
export function excessOf(
  facts: Facts,
  rule: IngressRuleRow,
): number | { readonly undecided: string } | undefined {
  const range = rangeOf(rule);
  if (range === undefined || 'undecided' in range || range.from >= range.to) return undefined;
  const { protocol, from, to } = range;
  const opened = facts.table('open-port').rows.filter((row) => row.protocol === protocol);
  const used = [
    ...opened.map((row) => ({ from: row.port, to: row['to-port'] })),
    ...listenedIn(facts, range).map((port) => ({ from: port, to: port })),
  ].filter((each) => each.to >= from && each.from <= to);
  if (used.length === 0) return undefined;
  let port = from;
  for (const each of used.toSorted((a, b) => a.from - b.from))
    if (each.from <= port && each.to >= port) port = each.to + 1;
  if (port > to) return undefined;
  const openings = openingsOf(facts, protocol, port);
  if (openings.some(({ kind }) => kind === 'open')) return undefined;
  const doubt = openings.find((opening) => opening.kind === 'undecided');
  return doubt?.kind === 'undecided' ? { undecided: doubt.reason } : port;
}

interface Range {
  readonly protocol: 'tcp' | 'udp';
  readonly from: number;
  readonly to: number;
}

/** The ports of a rule; unset for other protocols, and for every port. */
function rangeOf(rule: IngressRuleRow): Range | { readonly undecided: string } | undefined {
  const cell = [rule.protocol, rule['from-port'], rule['to-port']].find(isUndecided);
  if (cell) return cell;
  const protocol = known(rule.protocol);
  const [from, to] = [known(rule['from-port']), known(rule['to-port'])];
  if (protocol !== 'tcp' && protocol !== 'udp') return undefined;
  return from === undefined || to === undefined ? undefined : { protocol, from, to };
}

function listenedIn(facts: Facts, { protocol, from, to }: Range): readonly number[] {
  const listened = facts.table('route').rows.filter((row) => row.protocol === protocol);
  return listened.map((row) => row['listen-port']).filter((port) => from <= port && port <= to);
}

function openingsOf(facts: Facts, protocol: 'tcp' | 'udp', port: number): readonly Opening[] {
  const machines = facts.table('host').rows.filter((row) => row.class === 'nixos');
  return machines.map(({ name: host }) =>
    openingOf(facts, { host, protocol, port, interface: undefined }),
  );
}
