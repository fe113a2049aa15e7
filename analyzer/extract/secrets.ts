import type { Cell, SecretRow } from '../facts.ts';
import type { Fleet, FleetHost } from '../fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { asPath } from '../path-value.ts';
import { describe } from '../value.ts';
import { placesOf } from './accounts.ts';
import { boolCell, membersOf, nameSiteOf, stringCell, TableBuilder } from './table.ts';

type Secrets = TableBuilder<'secret'>;

/** Secrets that sops-nix and agenix put in place, by machine and by home. */
export function secretTable(fleet: Fleet): Secrets {
  const table = new TableBuilder('secret');
  for (const host of fleet.hosts) {
    const system = host.class === 'home' ? 'home' : 'system';
    addRoot(table, host, { scope: system, root: host.evaluation.root() });
    for (const home of host.homes)
      addRoot(table, host, { scope: 'home', root: home.evaluation.root() });
  }
  return table;
}

interface Root {
  readonly scope: SecretRow['scope'];
  readonly root: OptionNode;
}

function addRoot(table: Secrets, host: FleetHost, place: Root): void {
  for (const manager of ['sops', 'agenix'] as const) {
    const path = manager === 'sops' ? ['sops', 'secrets'] : ['age', 'secrets'];
    const secrets = place.root.at(path);
    table.nodeGaps({ host: host.name, scope: place.scope, manager }, secrets);
    for (const { name, node, certain } of membersOf(secrets)) {
      if (certain) table.add(secretRow(host, place, { manager, name, node }));
      else
        table.gap(
          { host: host.name, scope: place.scope, manager, name },
          'the secret is there under a condition that is not known',
          nameSiteOf(node),
        );
    }
  }
}

interface Secret {
  readonly manager: SecretRow['manager'];
  readonly name: string;
  readonly node: OptionNode;
}

function secretRow(
  host: FleetHost,
  { scope, root }: Root,
  { manager, name, node }: Secret,
): SecretRow {
  const defaults = root.child('sops');
  const file = node.child(manager === 'sops' ? 'sopsFile' : 'file');
  const format = node.child('format');
  return {
    at: nameSiteOf(node) ?? { file: host.flake, expr: 0 },
    ...placesOf(
      node,
      ['owner', 'group', 'mode', 'path', manager === 'sops' ? 'sopsFile' : 'file', 'key'],
      ['owner', 'group', 'mode', 'path', 'file', 'key'],
    ),
    host: host.name,
    scope,
    manager,
    name,
    owner: stringCell(node.child('owner')),
    group: stringCell(node.child('group')),
    mode: stringCell(node.child('mode')),
    path: effectivePath(node, { scope, manager, name }),
    file: fileCell(
      file.isPresent() || manager === 'agenix' ? file : defaults.child('defaultSopsFile'),
    ),
    key: node.child('key').isPresent() ? stringCell(node.child('key')) : name,
    format: stringCell(format.isPresent() ? format : defaults.child('defaultSopsFormat')),
    'needed-for-users': boolCell(node.child('neededForUsers')),
    definitions: node.definitions.flatMap((definition) => definition.content.site ?? []),
  };
}

/** Homes keep their secrets below directories that only the user's session knows. */
function effectivePath(
  node: OptionNode,
  secret: {
    readonly scope: SecretRow['scope'];
    readonly manager: SecretRow['manager'];
    readonly name: string;
  },
): Cell<string> {
  const path = node.child('path');
  if (path.isPresent()) return stringCell(path);
  if (secret.scope === 'home') return { undecided: 'the home directory of the user decides' };
  if (secret.manager === 'agenix') return `/run/agenix/${secret.name}`;
  const early = boolCell(node.child('neededForUsers'));
  if (typeof early === 'object') return early;
  return early === true ? `/run/secrets-for-users/${secret.name}` : `/run/secrets/${secret.name}`;
}

function fileCell(node: OptionNode): Cell<string> {
  if (!node.isPresent()) return undefined;
  const path = asPath(node.value, undefined);
  if (path.kind === 'path') return path.path;
  return { undecided: path.kind === 'unknown' ? describe(path.reason) : 'is not a path' };
}
