import { nextId } from '#analyzer/accounts/darwin-account.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { emitter } from '../emitter.ts';
import { machineNames } from '../machine-names.ts';
import { type NixData, nixBindings, nixExpression } from '../print/nix.ts';
import { type WrittenSet, withDefaults, writtenSets, writtenTexts } from '../print/written-nix.ts';
import { firstOption, pinnedFirst } from './account-order.ts';
import { ownAccounts, type WrittenAccounts } from './own-accounts.ts';

type Part = 'module' | 'known-users' | 'known-groups' | 'users' | 'groups';

export const darwinAccounts = emitter({
  name: 'darwin-accounts',
  summary: 'Accounts of macOS in their five places, with ids that stay.',
  inputs: ['runner', 'service', 'user', 'group', 'known-account', 'sentence'],
  formats: ['nix'],
  output: 'machines/{folder}/accounts.nix',
  effect: 'configuration',
  options: {
    part: {
      summary:
        'A whole module, or what stands between the braces or brackets of one of its options.',
      default: 'module',
      choices: ['module', 'known-users', 'known-groups', 'users', 'groups'],
    },
    first: firstOption,
    upstream: {
      summary: 'Names of accounts that macOS or modules of nix-darwin make; a star is any text.',
      default: ['root', 'wheel', 'staff', 'admin', 'nobody', 'daemon', '_github-runner', 'nixbld*'],
    },
  },
  emit: ({ facts, wants, options, existing, machine, compare }) => {
    const made = facts.table('host').rows.flatMap((row) => {
      if (!wants(row.name) || row.class !== 'darwin') return [];
      const names = machineNames(row);
      const before = existing(names);
      const written = writtenAccounts(before, options.part);
      const { users, problems } = ownAccounts(facts, {
        host: row.name,
        machine: machine(row.name),
        upstream: options.upstream,
        existing: written,
        derived: ['uid', 'gid'],
      });
      const logins = users.toSorted(pinnedFirst(options.first, compare));
      const text = printed(placesOf(facts, row.name, { logins, written }), options.part);
      const isAny = logins.length > 0 || before !== undefined;
      return [{ parts: isAny ? [{ names, text }] : [], problems }];
    });
    return {
      parts: made.flatMap(({ parts }) => parts),
      problems: made.flatMap(({ problems }) => problems),
    };
  },
});

/** What a text says of accounts; a list of names says only that they are there. */
function writtenAccounts(text: string | undefined, part: string): WrittenAccounts {
  const at = (name: Part): ReadonlyMap<string, WrittenSet> => {
    if (part === 'module') return writtenSets(text, ['users', name]);
    return part === name ? writtenSets(text, []) : new Map<string, WrittenSet>();
  };
  const isList = part === 'known-users' || part === 'known-groups';
  const listed = isList ? writtenTexts(text) : [];
  const users = isList ? new Map(listed.map((name) => [name, {}])) : at('users');
  const groups = at('groups');
  return { users: part === 'groups' ? groups : users, groups };
}

/** The five places of accounts: the lists of those that are managed, and an id of the user and of the group. */
interface Places {
  readonly logins: readonly string[];
  readonly users: { readonly [name: string]: NixData };
  readonly groups: { readonly [name: string]: NixData };
}

function placesOf(
  facts: Facts,
  host: string,
  { logins, written }: { readonly logins: readonly string[]; readonly written: WrittenAccounts },
): Places {
  const managed = logins.filter((name) => isManaged(written.users.get(name)));
  const ids = idsOf(facts, host, managed);
  const groups = managed.map((name): [string, NixData] => {
    return [name, withDefaults(written.groups.get(name) ?? {}, { gid: ids.get(name) ?? 0 })];
  });
  const users = logins.map((name): [string, NixData] => {
    const id = ids.get(name);
    const said: WrittenSet = id === undefined ? {} : { uid: id, gid: id };
    return [name, withDefaults(written.users.get(name) ?? {}, said)];
  });
  return { logins: managed, groups: Object.fromEntries(groups), users: Object.fromEntries(users) };
}

/** A user that people have written without a number is one that is there without nix-darwin. */
function isManaged(written: WrittenSet | undefined): boolean {
  return written === undefined || Object.keys(written).length === 0 || 'uid' in written;
}

/** The id that an account has been given, else the next one that is free. */
function idsOf(facts: Facts, host: string, logins: readonly string[]): ReadonlyMap<string, number> {
  let free = nextId(facts, host);
  return new Map(logins.map((name) => [name, givenId(facts, host, name) ?? free++]));
}

function givenId(facts: Facts, host: string, login: string): number | undefined {
  const user = facts
    .table('user')
    .rows.find((row) => row.host === host && known(row.name) === login);
  const group = facts.table('group').rows.find((row) => row.host === host && row.name === login);
  const given = [user?.gid, group?.gid, user?.uid].map(known).find((id) => id !== undefined);
  return given === undefined ? undefined : Number(given);
}

function printed({ logins, users, groups }: Places, part: string): string {
  if (part === 'users') return nixBindings(users);
  if (part === 'groups') return nixBindings(groups);
  if (part !== 'module') return logins.map((name) => `${nixExpression(name)}\n`).join('');
  if (logins.length === 0) return '{ }\n';
  const knownOnes = { knownGroups: logins, knownUsers: logins };
  return `${nixExpression({ users: { ...knownOnes, groups, users } })}\n`;
}
