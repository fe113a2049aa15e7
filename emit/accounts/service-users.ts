import { type Cell, isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Site } from '#analyzer/site.ts';
import type { Problem } from '../emitter.ts';

/** A login that something on a machine runs as. */
export interface ServiceUser {
  readonly name: string;
  /** The groups that what runs as it names; not the one that is its own. */
  readonly groups: readonly string[];
  readonly at: Site;
}

export interface ServiceUsers {
  readonly users: readonly ServiceUser[];
  readonly problems: readonly Problem[];
}

/** Who runs something, and where that is said. */
interface Running {
  readonly what: string;
  readonly user: Cell<string>;
  readonly group: Cell<string>;
  readonly at: Site;
}

/** The logins that units, jobs, runners and backups of a machine run as; those that systemd makes up are none. */
export function serviceUsers(facts: Facts, host: string): ServiceUsers {
  const found = new Map<string, ServiceUser>();
  const problems: Problem[] = [];
  for (const { what, user, group, at } of runningOn(facts, host)) {
    if (isUndecided(user)) {
      const message = `the user that ${what} of \`${host}\` runs as is not known: ${user.undecided}`;
      problems.push({ message, at });
    } else if (user !== undefined && isPlainLogin(user)) {
      const before = found.get(user);
      const own = known(group);
      const groups = [...(before?.groups ?? []), ...(own === undefined ? [] : [own])];
      found.set(user, { name: user, groups: [...new Set(groups)], at: before?.at ?? at });
    }
  }
  return { users: [...found.values()], problems };
}

/** `%i` and the like are written by systemd, and numbers are nobody’s name. */
function isPlainLogin(user: string): boolean {
  return /^[A-Za-z_][\w.-]*\$?$/.test(user);
}

function runningOn(facts: Facts, host: string): readonly Running[] {
  const units = facts.table('service').rows.flatMap((row): Running[] => {
    const isOfMachine = row.host === host && row.scope === 'system' && row.account === undefined;
    if (!isOfMachine || row.enabled === false || row['dynamic-user'] === true) return [];
    const { name, user, group, places, at } = row;
    return [{ what: `unit \`${name}\``, user, group, at: places?.user ?? at }];
  });
  const runners = facts.table('runner').rows.flatMap((row): Running[] => {
    if (row.host !== host || row.enabled === false) return [];
    const { attribute, user, group, places, at } = row;
    return [{ what: `runner \`${attribute}\``, user, group, at: places?.user ?? at }];
  });
  const backups = facts.table('backup').rows.flatMap((row): Running[] => {
    if (row.host !== host || row.account !== undefined) return [];
    const { name, user, places, at } = row;
    return [{ what: `backup \`${name}\``, user, group: undefined, at: places?.user ?? at }];
  });
  return [...units, ...runners, ...backups];
}
