import type { UserRow } from '../facts/accounts.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import {
  boolCell,
  integerCell,
  isTrue,
  membersOf,
  nameSiteOf,
  siteOf,
  stringCell,
  TableBuilder,
} from './table.ts';

/** Users that the configuration declares. */
export function userTable(fleet: Fleet): TableBuilder<'user'> {
  const table = new TableBuilder('user');
  for (const host of fleet.hosts) {
    const users = optionAt(host, ['users', 'users']);
    table.nodeGaps({ host: host.name }, users);
    for (const { name, node, certain } of membersOf(users)) {
      if (!certain) {
        table.gap(
          { host: host.name, key: name },
          'the user is there under a condition that is not known',
          nameSiteOf(node),
        );
        continue;
      }
      table.add(userRow(host, name, node));
    }
  }
  return table;
}

function userRow(host: FleetHost, name: string, node: OptionNode): UserRow {
  const login = node.child('name');
  return {
    at: nameSiteOf(node) ?? { file: host.flake, expr: 0 },
    ...placesOf(node, ['name', 'uid', 'gid', 'group']),
    host: host.name,
    key: name,
    name: login.isPresent() ? stringCell(login) : name,
    uid: integerCell(node.child('uid')),
    gid: integerCell(node.child('gid')),
    group: stringCell(node.child('group')),
    kind: kindOf(node),
  };
}

function kindOf(node: OptionNode): UserRow['kind'] {
  if (isTrue(node.child('isNormalUser'))) return 'normal';
  return isTrue(node.child('isSystemUser')) ? 'system' : 'unknown';
}

/** Groups that the configuration declares. */
export function groupTable(fleet: Fleet): TableBuilder<'group'> {
  const table = new TableBuilder('group');
  for (const host of fleet.hosts) {
    const groups = optionAt(host, ['users', 'groups']);
    table.nodeGaps({ host: host.name }, groups);
    for (const { name, node, certain } of membersOf(groups)) {
      if (certain)
        table.add({
          at: nameSiteOf(node) ?? { file: host.flake, expr: 0 },
          host: host.name,
          name,
          gid: integerCell(node.child('gid')),
        });
      else
        table.gap(
          { host: host.name, name },
          'the group is there under a condition that is not known',
          nameSiteOf(node),
        );
    }
  }
  return table;
}

const scopes = [
  { scope: 'system', path: ['systemd', 'services'] },
  { scope: 'user', path: ['systemd', 'user', 'services'] },
  { scope: 'initrd', path: ['boot', 'initrd', 'systemd', 'services'] },
] as const;

/** Units that the configuration defines or adds to. */
export function serviceTable(fleet: Fleet): TableBuilder<'service'> {
  const table = new TableBuilder('service');
  for (const host of fleet.hosts) {
    for (const { scope, path } of scopes) {
      const services = optionAt(host, path);
      table.nodeGaps({ host: host.name, scope }, services);
      for (const { name, node, certain } of membersOf(services)) {
        const settings = node.child('serviceConfig');
        if (!certain)
          table.gap(
            { host: host.name, scope, name },
            'the unit is there under a condition that is not known',
            nameSiteOf(node),
          );
        else {
          table.add({
            at: nameSiteOf(node) ?? { file: host.flake, expr: 0 },
            ...placesOf(
              settings,
              ['User', 'Group', 'DynamicUser'],
              ['user', 'group', 'dynamic-user'],
            ),
            host: host.name,
            name,
            scope,
            user: stringCell(settings.child('User')),
            group: stringCell(settings.child('Group')),
            'dynamic-user': boolCell(settings.child('DynamicUser')),
          });
        }
      }
    }
  }
  return table;
}

/** The places of columns that are set. */
export function placesOf(
  node: OptionNode,
  options: readonly string[],
  columns: readonly string[] = options,
): { readonly places?: { readonly [column: string]: Site } } {
  const places: { [column: string]: Site } = {};
  for (const [index, option] of options.entries()) {
    const site = siteOf(node.child(option));
    const column = columns[index];
    if (site && column) places[column] = site;
  }
  return Object.keys(places).length > 0 ? { places } : {};
}
