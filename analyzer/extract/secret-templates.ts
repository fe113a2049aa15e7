import { describe, type Unknown, type Value } from '../evaluate/value.ts';
import { type Cell, isUndecided } from '../facts/cell.ts';
import type { SecretTemplateRow } from '../facts/secrets.ts';
import type { Fleet } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { placeholderOf } from '../nixos/placeholder.ts';
import { firstSet } from './cells.ts';
import { scopeOf } from './secrets.ts';
import { Settings } from './settings.ts';
import { certainMembers, TableBuilder } from './table.ts';
import { type View, viewsOf } from './views.ts';

type Templates = TableBuilder<'secret-template'>;

/** Files that sops-nix and vaultix make from texts and secrets. */
export function secretTemplateTable(fleet: Fleet): Templates {
  const table = new TableBuilder('secret-template');
  for (const host of fleet.hosts)
    for (const view of viewsOf(host)) {
      addTemplates(table, view, { manager: 'sops', option: 'sops' });
      if (view.kind === 'nixos')
        addTemplates(table, view, { manager: 'vaultix', option: 'vaultix' });
    }
  return table;
}

interface Form {
  readonly manager: 'sops' | 'vaultix';
  readonly option: string;
}

function addTemplates(table: Templates, view: View, { manager, option }: Form): void {
  const { host, account, root, foreign } = view;
  const owner = { host: host.name, scope: scopeOf(view), account, manager };
  const members = certainMembers(table, {
    node: root.at([option, 'templates']),
    what: 'template',
    known: (name) => (name === undefined ? owner : { ...owner, name }),
  });
  for (const { name, node, at } of members) {
    const settings = new Settings(node, foreign);
    const places = settings.places(columns);
    table.add({
      at: at ?? { file: host.flake, expr: 0 },
      ...(Object.keys(places).length > 0 ? { places } : {}),
      ...owner,
      name,
      ...ownColumns(settings),
      path: pathOf(view, settings, { manager, name }),
      secrets: secretsIn(settings, root.at([option, 'secrets'])),
    });
  }
}

const columns = {
  owner: ['owner'],
  group: ['group'],
  uid: ['uid'],
  gid: ['gid'],
  mode: ['mode'],
  path: ['path'],
  secrets: ['content', 'file'],
} as const;

type OwnColumns = Pick<
  SecretTemplateRow,
  'owner' | 'group' | 'uid' | 'gid' | 'mode' | 'restart-units' | 'reload-units'
>;

function ownColumns(settings: Settings): OwnColumns {
  return {
    owner: settings.string('owner'),
    group: settings.string('group'),
    uid: settings.integer('uid'),
    gid: settings.integer('gid'),
    mode: settings.text('mode'),
    'restart-units': settings.items('restartUnits'),
    'reload-units': settings.items('reloadUnits'),
  };
}

function pathOf(
  { kind, root }: View,
  settings: Settings,
  { manager, name }: { readonly manager: Form['manager']; readonly name: string },
): Cell<string> {
  const own = settings.string('path');
  if (own !== undefined) return own;
  if (kind === 'home') {
    const path = root.at(['sops', 'templates', name]).view().missing?.('path');
    if (manager === 'sops' && path?.kind === 'string') return path.value;
    return { undecided: 'the home directory of the user decides' };
  }
  if (manager === 'vaultix') return { undecided: 'the folder of vaultix decides' };
  const file = firstSet(settings.string('name'), name);
  return typeof file === 'string' ? `/run/secrets/rendered/${file}` : file;
}

/** The secrets whose placeholders stand in the text. */
function secretsIn(settings: Settings, secrets: OptionNode): Cell<readonly string[]> {
  if (settings.given('file')) return { undecided: 'a file is the text' };
  const content = settings.given('content')?.value;
  if (content === undefined) return [];
  const { text, hole } = textOf(content);
  const names = secrets.names().filter((name) => text.includes(placeholderOf(name)));
  const rest = isUndecided(hole) ? ['${…}'] : [];
  return [...names.sort(), ...rest];
}

/** The known parts of a text, and why there are others. */
function textOf(value: Value): {
  readonly text: string;
  readonly hole: { readonly undecided: string } | undefined;
} {
  const undecided = ({ reason }: Unknown) => ({ undecided: describe(reason) });
  switch (value.kind) {
    case 'string':
      return { text: value.value, hole: undefined };
    case 'template': {
      const text = value.parts.filter((part) => typeof part === 'string').join('\n');
      const hole = value.parts.find((part) => typeof part !== 'string');
      return { text, hole: typeof hole === 'object' ? undecided(hole) : undefined };
    }
    case 'unknown':
      return { text: '', hole: undecided(value) };
    default:
      return { text: '', hole: { undecided: 'is no text' } };
  }
}
