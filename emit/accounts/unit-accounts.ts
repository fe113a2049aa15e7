import { emitter } from '../emitter.ts';
import { machineNames } from '../machine-names.ts';
import { NixCode, type NixData, nixBindings, nixExpression } from '../print/nix.ts';
import { type WrittenSet, withDefaults, writtenSets } from '../print/written-nix.ts';
import { firstOption, pinnedFirst } from './account-order.ts';
import { type OwnAccounts, ownAccounts, type WrittenAccounts } from './own-accounts.ts';

/** Accounts of NixOS and of its most common modules. */
const upstreamAccounts: readonly string[] = [
  ...['root', 'wheel', 'users', 'nobody', 'nogroup', 'keys', 'nginx', 'acme', 'caddy'],
  ...['postgres', 'mysql', 'redis', 'minecraft', 'git', 'gitea', 'forgejo', 'grafana'],
  ...['prometheus', 'systemd-*', 'sshd', 'messagebus', 'polkituser', 'avahi', 'nscd'],
  ...['gdm', 'sddm', 'docker', 'video', 'render', 'audio', 'input', 'dialout'],
];

type Part = 'module' | 'users' | 'groups';

export const unitAccounts = emitter({
  name: 'unit-accounts',
  summary: 'Users and groups of NixOS that units, runners and backups run as.',
  inputs: ['service', 'runner', 'backup', 'user', 'group'],
  formats: ['nix'],
  output: 'machines/{folder}/accounts.nix',
  effect: 'configuration',
  options: {
    part: {
      summary:
        'A whole module, or what stands between the braces of `users.users` or `users.groups`.',
      default: 'module',
      choices: ['module', 'users', 'groups'],
    },
    first: firstOption,
    upstream: {
      summary: 'Names of accounts that modules of NixOS make; a star is any text.',
      default: upstreamAccounts,
    },
  },
  emit: ({ facts, wants, options, existing, machine, compare }) => {
    const made = facts.table('host').rows.flatMap((row) => {
      if (!wants(row.name) || row.class !== 'nixos') return [];
      const names = machineNames(row);
      const before = existing(names);
      const written = writtenAccounts(before, options.part);
      const accounts = ownAccounts(facts, {
        host: row.name,
        machine: machine(row.name),
        upstream: options.upstream,
        existing: written,
        derived: ['isSystemUser', 'group'],
      });
      const order = pinnedFirst(options.first, compare);
      const text = printed(blocksOf(accounts, written, order), options.part);
      const isAny = accounts.users.length + accounts.groups.length > 0 || before !== undefined;
      return [{ parts: isAny ? [{ names, text }] : [], problems: accounts.problems }];
    });
    return {
      parts: made.flatMap(({ parts }) => parts),
      problems: made.flatMap(({ problems }) => problems),
    };
  },
});

/** What a text says of accounts. A part that it does not hold says nothing. */
function writtenAccounts(text: string | undefined, part: string): WrittenAccounts {
  const at = (name: Part): ReadonlyMap<string, WrittenSet> => {
    if (part === 'module') return writtenSets(text, ['users', name]);
    return part === name ? writtenSets(text, []) : new Map<string, WrittenSet>();
  };
  return { users: at('users'), groups: at('groups') };
}

interface Blocks {
  readonly groups: { readonly [name: string]: NixData };
  readonly users: { readonly [name: string]: NixData };
}

/** A system user with a group of its own for each; what was written beside that stays. */
function blocksOf(
  { users, groups }: OwnAccounts,
  existing: WrittenAccounts,
  compare: (a: string, b: string) => number,
): Blocks {
  const names = users.toSorted(compare);
  const own = names.map((name): [string, NixData] => {
    const before = existing.users.get(name) ?? {};
    const said = { isSystemUser: new NixCode('true'), group: name };
    return [name, 'isNormalUser' in before ? before : withDefaults(before, said)];
  });
  const empty: NixData = {};
  return {
    groups: Object.fromEntries(
      groups.toSorted(compare).map((name) => [name, existing.groups.get(name) ?? empty]),
    ),
    users: Object.fromEntries(own),
  };
}

function printed({ groups, users }: Blocks, part: string): string {
  if (part === 'users') return nixBindings(users);
  if (part === 'groups') return nixBindings(groups);
  const isEmpty = Object.keys(users).length + Object.keys(groups).length === 0;
  return `${nixExpression(isEmpty ? {} : { users: { groups, users } })}\n`;
}
