import { isUndecided, known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { IngressRuleRow, OpenPortRow } from '../facts/network.ts';
import { backendsOf } from './backends.ts';
import { openingOf } from './firewall.ts';
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
  const protocol = known(rule.protocol);
  const [from, to] = [known(rule['from-port']), known(rule['to-port'])];
  const cell = [rule.protocol, rule['from-port'], rule['to-port']].find(isUndecided);
  if (cell) return { undecided: cell.undecided };
  if (protocol !== 'tcp' && protocol !== 'udp') return undefined;
  if (from === undefined || to === undefined || to - from >= widest) return undefined;
  const isListened = facts
    .table('route')
    .rows.some(
      (row) => row.protocol === protocol && from <= row['listen-port'] && row['listen-port'] <= to,
    );
  if (isListened) return 'needed';
  const ports = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const openings = facts
    .table('host')
    .rows.flatMap(({ name: host, class: kind }) =>
      kind === 'nixos'
        ? ports.map((port) => openingOf(facts, { host, protocol, port, interface: undefined }))
        : [],
    );
  if (openings.some(({ kind }) => kind === 'open')) return 'needed';
  const doubt = openings.find((opening) => opening.kind === 'undecided');
  return doubt?.kind === 'undecided' ? { undecided: doubt.reason } : 'orphan';
}
