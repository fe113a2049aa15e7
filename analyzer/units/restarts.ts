import { isUndecided, known } from '../facts/cell.ts';
import type { CommandRow } from '../facts/commands.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { GrantRow } from '../facts/grants.ts';

/** Verbs of systemctl that polkit decides about. */
const managing = /^(start|stop|(try-)?(reload-or-)?restart|(try-)?reload(-or-restart)?)$/;

/** Units that a command has the system manager start, stop or restart. */
export function unitsManaged({ program, arguments: all, wrappers }: CommandRow): readonly string[] {
  if (program !== 'systemctl' || wrappers.includes('sudo') || all.includes('--user')) return [];
  const [verb = '', ...units] = all.filter((argument) => !argument.startsWith('-'));
  if (!managing.test(verb)) return [];
  return units.filter((unit) => /^[\w@:.-]+$/.test(unit)).map(asService);
}

/** systemctl takes a name without a suffix for a service. */
function asService(unit: string): string {
  return /\.(service|socket|target|timer|path|mount|scope|slice)$/.test(unit)
    ? unit
    : `${unit}.service`;
}

export type Allowed =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  | { readonly kind: 'undecided'; readonly reason: string };

/** Whether polkit lets a user manage a unit of a machine without asking. */
export function mayManage(
  facts: Facts,
  host: string,
  { user, unit }: { readonly user: string; readonly unit: string },
): Allowed {
  const grants = facts.table('grant');
  let doubt = gapFor(grants, { host, mechanism: 'polkit' })?.reason;
  for (const grant of grants.rows) {
    if (grant.host !== host || grant.mechanism !== 'polkit' || grant.result === 'no') continue;
    const verdict = fits(grant, { user, unit });
    if (verdict === 'yes') return { kind: 'yes' };
    if (verdict !== 'no') doubt ??= verdict;
  }
  return doubt === undefined ? { kind: 'no' } : { kind: 'undecided', reason: doubt };
}

/** `yes`, `no`, or why that cannot be told. */
function fits(
  grant: GrantRow,
  { user, unit }: { readonly user: string; readonly unit: string },
): string {
  const cells = [grant.user, grant.group, grant.unit, grant.action];
  const open = cells.find(isUndecided);
  if (grant.group !== undefined) return 'a rule is for a group';
  if (typeof grant.user === 'string' && grant.user !== user) return 'no';
  if (open) return open.undecided;
  const action = known(grant.action);
  if (action !== undefined && !action.startsWith('org.freedesktop.systemd1')) return 'no';
  return unitFits(grant, unit);
}

function unitFits(grant: GrantRow, unit: string): string {
  const text = known(grant.unit);
  if (text === undefined) return 'yes';
  const is: { readonly [match: string]: boolean } = {
    exact: unit === text,
    prefix: unit.startsWith(text),
    suffix: unit.endsWith(text),
    part: unit.includes(text),
  };
  const verdict = is[grant['unit-match'] ?? 'exact'];
  return verdict === undefined ? 'a rule has a pattern' : verdict ? 'yes' : 'no';
}
