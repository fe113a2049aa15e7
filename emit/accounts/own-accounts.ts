import { known } from '#analyzer/facts/cell.ts';
import { type Facts, gapFor } from '#analyzer/facts/facts.ts';
import type { FleetHost } from '#analyzer/flake/fleet.ts';
import { matchesName } from '#analyzer/secrets/root-names.ts';
import type { Problem } from '../emitter.ts';
import type { WrittenSet } from '../print/written-nix.ts';
import { optionOf } from '../values.ts';
import { type ServiceUser, serviceUsers } from './service-users.ts';

/** What the output says of accounts now. */
export interface WrittenAccounts {
  readonly users: ReadonlyMap<string, WrittenSet>;
  readonly groups: ReadonlyMap<string, WrittenSet>;
}

/** What decides which accounts an output has. */
export interface AccountSources {
  readonly host: string;
  readonly machine: FleetHost | undefined;
  /** Names of accounts that others make; a star is any text. */
  readonly upstream: readonly string[];
  readonly existing: WrittenAccounts;
  /** What an account says that follows from what runs as it. */
  readonly derived: readonly string[];
}

/** The accounts that an output has to make. */
export interface OwnAccounts {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The logins that something on a machine runs as and that nothing else makes:
 * neither another file, nor NixOS, nor a service that is turned on. Accounts
 * that people have written stay, but for those that follow from what is gone.
 */
export function ownAccounts(facts: Facts, sources: AccountSources): OwnAccounts {
  const { host, existing } = sources;
  const { users, problems } = serviceUsers(facts, host);
  const declared = declaredUsers(facts, host);
  const running = users.map(({ name }) => name);
  const doubts: Problem[] = [];
  const made = users.flatMap(({ name, at }) => {
    if (existing.users.has(name)) return [name];
    if (declared.has(name) || isUpstream(name, sources)) return [];
    const gap = gapFor(facts.table('user'), { host, key: name });
    if (gap === undefined) return [name];
    const message = `it is not known whether \`${host}\` has the user \`${name}\` anyway: ${gap.reason}`;
    doubts.push({ message, at });
    return [];
  });
  const left = [...existing.users].flatMap(([name, set]) => {
    return running.includes(name) || (problems.length === 0 && isDerived(set, sources))
      ? []
      : [name];
  });
  const own = [...made, ...left];
  const gone = [...existing.users.keys()].filter((name) => !own.includes(name));
  const certain = users.filter(({ name }) => own.includes(name) || declared.has(name));
  return {
    users: own,
    groups: ownGroups(facts, certain, { ...sources, made: own }),
    problems: [...problems, ...doubts, ...gone.map((name) => leftOver(facts, host, name))],
  };
}

/** Whether a set says nothing but what follows from there being something that runs as the user. */
function isDerived(set: WrittenSet, { derived }: AccountSources): boolean {
  return Object.keys(set).every((name) => derived.includes(name));
}

function leftOver(facts: Facts, host: string, name: string): Problem {
  const row = facts.table('user').rows.find((each) => each.host === host && each.key === name);
  return { message: `nothing on \`${host}\` runs as \`${name}\`: it is left out`, at: row?.at };
}

/** Groups of the users, those that units name, and those that are there for somebody else. */
function ownGroups(
  facts: Facts,
  users: readonly ServiceUser[],
  sources: AccountSources & { readonly made: readonly string[] },
): readonly string[] {
  const { host, existing, made } = sources;
  const rows = facts.table('user').rows.filter((row) => row.host === host);
  const others = new Set(
    facts.table('group').rows.flatMap((row) => (row.host === host ? row.name : [])),
  );
  const primary = (name: string): readonly string[] => {
    const row = rows.find((each) => each.key === name || known(each.name) === name);
    if (row === undefined || (row.group === undefined && row.kind !== 'normal')) return [name];
    return known(row.group) === undefined ? [] : [known(row.group) ?? name];
  };
  const needed = [
    ...made.flatMap(primary),
    ...users.flatMap((user) => [...primary(user.name), ...user.groups]),
  ];
  const wanted = needed.filter((name) => {
    if (existing.groups.has(name)) return true;
    const mayBeThere =
      others.has(name) || gapFor(facts.table('group'), { host, name }) !== undefined;
    return !mayBeThere && !isUpstream(name, sources);
  });
  const taken = new Set(
    rows.flatMap((row) => [known(row.group) ?? '', ...(known(row['extra-groups']) ?? [])]),
  );
  const kept = [...existing.groups].flatMap(([name, set]) => {
    return Object.keys(set).length > 0 || taken.has(name) ? [name] : [];
  });
  return [...new Set([...wanted, ...kept])];
}

/** Users by their logins and by the names of their attributes. */
function declaredUsers(facts: Facts, host: string): ReadonlySet<string> {
  const rows = facts.table('user').rows.filter((row) => row.host === host);
  return new Set(rows.flatMap((row) => [row.key, known(row.name) ?? row.key]));
}

/** A service that is turned on makes the user that is called like it. */
function isUpstream(name: string, { machine, upstream }: AccountSources): boolean {
  if (matchesName(name, upstream)) return true;
  const path = ['services', name, 'enable'];
  const root = machine?.evaluation.root();
  if (!machine || !root?.at(path.slice(0, 2)).isPresent()) return false;
  if (!root.at(path).isPresent()) return true;
  const enabled = optionOf(machine, path);
  return !(enabled.kind === 'bool' && !enabled.value);
}
