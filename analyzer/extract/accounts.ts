import type { Unknown } from '../evaluate/value.ts';
import type { UserRow } from '../facts/accounts.ts';
import { type Cell, isUndecided } from '../facts/cell.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { namedItems } from './named-items.ts';
import { foreignGaps, Settings } from './settings.ts';
import { certainMembers, integerCell, siteOf, stringCell, TableBuilder } from './table.ts';
import { textCellOf } from './texts.ts';

/** Users that the configuration declares. */
export function userTable(fleet: Fleet): TableBuilder<'user'> {
  const table = new TableBuilder('user');
  for (const host of fleet.hosts) {
    const foreign = foreignGaps(host.evaluation);
    const known = knownNames(host, 'knownUsers');
    const members = certainMembers(table, {
      node: optionAt(host, ['users', 'users']),
      what: 'user',
      known: (key) => (key === undefined ? { host: host.name } : { host: host.name, key }),
    });
    for (const { name, node, at } of members)
      table.add({
        at: at ?? { file: host.flake, expr: 0 },
        ...userRow(host, { key: name, node, foreign, known }),
      });
  }
  return table;
}

interface User {
  readonly key: string;
  readonly node: OptionNode;
  readonly foreign: ReadonlySet<Unknown>;
  readonly known: Names | undefined;
}

function userRow(host: FleetHost, { key, node, foreign, known }: User): Omit<UserRow, 'at'> {
  const user = new Settings(node, foreign);
  const ssh = user.below('openssh', 'authorizedKeys');
  const login = node.child('name');
  const name = login.isPresent() ? stringCell(login) : key;
  return {
    ...placesOf(
      node,
      ['name', 'uid', 'gid', 'group', 'home', 'shell', 'extraGroups', 'hashedPasswordFile'],
      ['name', 'uid', 'gid', 'group', 'home', 'shell', 'extra-groups', 'hashed-password-file'],
    ),
    host: host.name,
    key,
    name,
    uid: user.integer('uid'),
    gid: user.integer('gid'),
    group: user.string('group'),
    kind: kindOf(user),
    'extra-groups': user.items('extraGroups'),
    home: homeOf(node),
    shell: shellOf(user),
    'authorized-keys': countOf(ssh, 'keys'),
    'authorized-key-files': ssh.partials('keyFiles'),
    'hashed-password-file': user.text('hashedPasswordFile'),
    linger: user.truth('linger'),
    known: typeof name === 'string' ? known?.has(name) : undefined,
  };
}

function kindOf(user: Settings): UserRow['kind'] {
  const normal = user.truth('isNormalUser');
  const system = user.truth('isSystemUser');
  if (normal === true) return 'normal';
  if (system === true) return 'system';
  return [normal, system].find(isUndecided);
}

/** The home directory; upstream’s choice is known for people. */
function homeOf(node: OptionNode): Cell<string> {
  const home = node.child('home');
  const cell = textCellOf(home.value);
  const isChosenUpstream = !home.isPresent() && typeof cell === 'object' && home.gaps.length === 0;
  return isChosenUpstream ? undefined : cell;
}

/** A package is written as it is named: `pkgs.zsh`. */
function shellOf(user: Settings): Cell<string> {
  const shell = user.partial('shell');
  return typeof shell === 'string' ? shell.replace(/^\$\{(.*)\}$/, '$1') : shell;
}

function countOf(keys: Settings, option: string): Cell<number> {
  const texts = keys.partials(option);
  return texts === undefined || 'undecided' in texts ? texts : texts.length;
}

/** Groups that the configuration declares. */
export function groupTable(fleet: Fleet): TableBuilder<'group'> {
  const table = new TableBuilder('group');
  for (const host of fleet.hosts) {
    const foreign = foreignGaps(host.evaluation);
    const known = knownNames(host, 'knownGroups');
    const members = certainMembers(table, {
      node: optionAt(host, ['users', 'groups']),
      what: 'group',
      known: (name) => (name === undefined ? { host: host.name } : { host: host.name, name }),
    });
    for (const { name, node, at } of members)
      table.add({
        at: at ?? { file: host.flake, expr: 0 },
        ...placesOf(node, ['gid', 'members']),
        host: host.name,
        name,
        gid: integerCell(node.child('gid')),
        members: new Settings(node, foreign).items('members'),
        known: known?.has(name),
      });
  }
  return table;
}

/** What nix-darwin may make or delete, whether or not it is declared. */
export function knownAccountTable(fleet: Fleet): TableBuilder<'known-account'> {
  const table = new TableBuilder('known-account');
  for (const host of fleet.hosts) {
    if (host.class !== 'darwin') continue;
    for (const [kind, option] of knownLists) {
      const known = { host: host.name, kind };
      const list = optionAt(host, ['users', option]);
      for (const { name, at } of namedItems(table, { host, list, known }))
        table.add({ at, ...known, name });
    }
  }
  return table;
}

const knownLists = [
  ['user', 'knownUsers'],
  ['group', 'knownGroups'],
] as const;

type Names = ReadonlySet<string>;

/** The names in a list of nix-darwin; none where the list is not wholly known, or there is no such list. */
function knownNames(host: FleetHost, option: 'knownUsers' | 'knownGroups'): Names | undefined {
  if (host.class !== 'darwin') return undefined;
  const users = new Settings(optionAt(host, ['users']), foreignGaps(host.evaluation));
  const names = users.items(option);
  return Array.isArray(names) ? new Set(names) : undefined;
}

/** The places of columns that are set. */
function placesOf(
  node: OptionNode,
  options: readonly string[],
  columns: readonly string[] = options,
): { readonly places?: { readonly [column: string]: Site } } {
  const places: { [column: string]: Site } = {};
  for (const [index, option] of options.entries()) {
    const site = node.mentions(option) ? siteOf(node.child(option)) : undefined;
    const column = columns[index];
    if (site && column) places[column] = site;
  }
  return Object.keys(places).length > 0 ? { places } : {};
}
