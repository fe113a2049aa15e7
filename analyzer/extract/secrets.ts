import { asPath } from '../evaluate/path-value.ts';
import { describe, type Failure, type Unknown } from '../evaluate/value.ts';
import { type Cell, isUndecided } from '../facts/cell.ts';
import type { SecretRow } from '../facts/secrets.ts';
import type { Fleet, FleetHost } from '../flake/fleet.ts';
import { type Definition, holds } from '../nixos/definitions.ts';
import type { Evaluation } from '../nixos/evaluation.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { placesOf } from './accounts.ts';
import { boolCell, integerCell, membersOf, nameSiteOf, stringCell, TableBuilder } from './table.ts';

type Secrets = TableBuilder<'secret'>;

/** Secrets that sops-nix and agenix put in place, by machine and by home. */
export function secretTable(fleet: Fleet): Secrets {
  const table = new TableBuilder('secret');
  for (const host of fleet.hosts) {
    const system = host.class === 'home' ? 'home' : 'system';
    addRoot(table, host, { scope: system, evaluation: host.evaluation });
    for (const { evaluation } of host.homes) addRoot(table, host, { scope: 'home', evaluation });
  }
  return table;
}

interface Root {
  readonly scope: SecretRow['scope'];
  readonly evaluation: Evaluation;
}

function addRoot(table: Secrets, host: FleetHost, place: Root): void {
  for (const manager of ['sops', 'agenix'] as const) {
    const path = manager === 'sops' ? ['sops', 'secrets'] : ['age', 'secrets'];
    const secrets = place.evaluation.root().at(path);
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
  { scope, evaluation }: Root,
  { manager, name, node }: Secret,
): SecretRow {
  const defaults = evaluation.root().child('sops');
  const own = <T>(option: string, read: (node: OptionNode) => Cell<T>): Cell<T> =>
    ownCell({ node, option, evaluation }, read);
  const early = own('neededForUsers', boolCell);
  const fileOption = manager === 'sops' ? 'sopsFile' : 'file';
  const file = node.child(fileOption);
  const format = node.child('format');
  return {
    at: nameSite(node) ?? { file: host.flake, expr: 0 },
    ...placesOf(
      node,
      ['owner', 'group', 'uid', 'gid', 'mode', 'path', fileOption, 'key'],
      ['owner', 'group', 'uid', 'gid', 'mode', 'path', 'file', 'key'],
    ),
    host: host.name,
    scope,
    manager,
    name,
    owner: own('owner', stringCell),
    group: own('group', stringCell),
    uid: own('uid', integerCell),
    gid: own('gid', integerCell),
    mode: stringCell(node.child('mode')),
    path: effectivePath(node, { scope, manager, name, early }),
    file: fileCell(
      file.isPresent() || manager === 'agenix' ? file : defaults.child('defaultSopsFile'),
    ),
    key: keyCell(node, defaults, name),
    format: stringCell(format.isPresent() ? format : defaults.child('defaultSopsFormat')),
    'needed-for-users': early,
    definitions: certain(node).flatMap((definition) => definition.content.site ?? []),
  };
}

/**
 * An option that says whose a secret is. Modules of other flakes do not know the
 * secrets that are declared here; everything else that is not known may set it.
 */
function ownCell<T>(
  { node, option, evaluation }: { node: OptionNode; option: string; evaluation: Evaluation },
  read: (node: OptionNode) => Cell<T>,
): Cell<T> {
  const own = node.child(option);
  if (own.definitions.length > 0) return read(own);
  const failing = certain(node).map(({ content }) => content.force());
  const failure = failing.find(({ kind }) => kind === 'failure');
  if (failure?.kind === 'failure') return { undecided: `fails: ${failure.message}` };
  const foreign = new Set<unknown>(
    evaluation.collected().gaps.flatMap(({ why }) => (isForeignModule(why) ? why : [])),
  );
  return own.gaps.every((gap) => foreign.has(gap)) ? undefined : read(own);
}

function isForeignModule(why: Unknown | Failure): boolean {
  if (why.kind !== 'unknown' || why.reason.kind !== 'input' || why.from) return false;
  return why.reason.path.some((name) => name === 'outPath' || /modules?$/i.test(name));
}

/** Where the secret is named by what certainly defines it. */
function nameSite(node: OptionNode): Site | undefined {
  const [first] = certain(node);
  return first?.at ?? first?.content.site ?? nameSiteOf(node);
}

function certain(node: OptionNode): readonly Definition[] {
  return node.definitions.filter((definition) => holds(definition) === true);
}

function keyCell(node: OptionNode, defaults: OptionNode, name: string): Cell<string> {
  const key = node.child('key');
  const shared = defaults.child('defaultSopsKey');
  if (key.isPresent()) return stringCell(key);
  return shared.isPresent() ? stringCell(shared) : name;
}

/** Homes keep their secrets below directories that only the user's session knows. */
function effectivePath(
  node: OptionNode,
  secret: {
    readonly scope: SecretRow['scope'];
    readonly manager: SecretRow['manager'];
    readonly name: string;
    /** Whether users need the secret before they exist. */
    readonly early: Cell<boolean>;
  },
): Cell<string> {
  const path = node.child('path');
  if (path.isPresent()) return stringCell(path);
  if (secret.scope === 'home') return { undecided: 'the home directory of the user decides' };
  const file = node.child('name').isPresent() ? stringCell(node.child('name')) : secret.name;
  if (isUndecided(file)) return file;
  if (secret.manager === 'agenix') return `/run/agenix/${file}`;
  if (isUndecided(secret.early)) return secret.early;
  return secret.early === true ? `/run/secrets-for-users/${file}` : `/run/secrets/${file}`;
}

function fileCell(node: OptionNode): Cell<string> {
  if (!node.isPresent()) return undefined;
  const path = asPath(node.value, undefined);
  if (path.kind === 'path') return path.path;
  return { undecided: path.kind === 'unknown' ? describe(path.reason) : 'is not a path' };
}
