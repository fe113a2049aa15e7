import type { Cell } from '../facts/cell.ts';
import type { SecretRow, SecretScope } from '../facts/secrets.ts';
import type { Fleet } from '../flake/fleet.ts';
import { type Definition, holds } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { addAgentSecrets } from './agent-templates.ts';
import { type Manager, managers } from './secret-managers.ts';
import { Settings } from './settings.ts';
import { membersOf, nameSiteOf, TableBuilder } from './table.ts';
import { type View, viewsOf } from './views.ts';

/** Secrets that something puts in place, by machine and by home. */
export function secretTable(fleet: Fleet): TableBuilder<'secret'> {
  const table = new TableBuilder('secret');
  for (const host of fleet.hosts)
    for (const view of viewsOf(host)) {
      for (const manager of managers) addSecrets(table, view, manager);
      addAgentSecrets(table, fleet, view);
    }
  return table;
}

export function scopeOf({ kind }: View): SecretScope {
  return kind === 'home' ? 'home' : 'system';
}

function addSecrets(table: TableBuilder<'secret'>, view: View, form: Manager): void {
  const path = form.path(view);
  if (!path) return;
  const { manager } = form;
  const known = { host: view.host.name, scope: scopeOf(view), account: view.account, manager };
  const secrets = view.root.at(path);
  table.nodeGaps(known, secrets);
  for (const { name, node, certain: isCertain } of membersOf(secrets)) {
    if (isCertain) table.add(secretRow(view, form, { name, node }));
    else
      table.gap(
        { ...known, name },
        'the secret is there under a condition that is not known',
        nameSiteOf(node),
      );
  }
}

function secretRow(
  view: View,
  { manager, places, shared, read, units: [restart, reload] }: Manager,
  { name, node }: { readonly name: string; readonly node: OptionNode },
): SecretRow {
  const settings = new Settings(node, view.foreign);
  const failure = failureOf(node);
  const own = <T>(cell: Cell<T>): Cell<T> => (cell === undefined ? failure : cell);
  const written = { ...settings.places(places), ...sharedPlaces(view, shared) };
  return {
    at: nameSite(node) ?? { file: view.host.flake, expr: 0 },
    ...(Object.keys(written).length > 0 ? { places: written } : {}),
    host: view.host.name,
    scope: scopeOf(view),
    account: view.account,
    manager,
    name,
    owner: own(settings.string('owner')),
    group: own(settings.string('group')),
    uid: own(settings.integer('uid')),
    gid: own(settings.integer('gid')),
    mode: own(settings.text('mode')),
    ...read({ view, name, settings }),
    'restart-units': own(settings.items(restart)),
    'reload-units': own(settings.items(reload)),
    definitions: certain(node).flatMap((definition) => definition.content.site ?? []),
  };
}

/** Where a machine says something of all its secrets. */
function sharedPlaces(
  { kind, root }: View,
  shared: Manager['shared'] = {},
): { readonly [place: string]: Site } {
  const written: { [place: string]: Site } = {};
  if (kind === 'home') return written;
  for (const [place, path] of Object.entries(shared)) {
    const option = root.at(path);
    const at = option.isPresent() && option.value.kind !== 'attrs' ? nameSiteOf(option) : undefined;
    if (at) written[place] = at;
  }
  return written;
}

/** Why nothing can be told of a secret: what certainly defines it fails. */
function failureOf(node: OptionNode): { readonly undecided: string } | undefined {
  for (const { content } of certain(node)) {
    const value = content.force();
    if (value.kind === 'failure') return { undecided: `fails: ${value.message}` };
  }
  return undefined;
}

/** Where the secret is named by what certainly defines it. */
function nameSite(node: OptionNode): Site | undefined {
  const [first] = certain(node);
  return first?.at ?? first?.content.site ?? nameSiteOf(node);
}

function certain(node: OptionNode): readonly Definition[] {
  return node.definitions.filter((definition) => holds(definition) === true);
}
