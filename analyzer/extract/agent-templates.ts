import { describe, type Thunk } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { Gap } from '../facts/facts.ts';
import type { SecretRow } from '../facts/secrets.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import type { Fleet } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { type Lookup, lookupsIn } from '../secret-files/agent-template.ts';
import type { Site } from '../site.ts';
import { exprOf } from '../syntax/module.ts';
import { firstSet } from './cells.ts';
import { type Item, itemsIn, textIn } from './item-fields.ts';
import { Settings } from './settings.ts';
import { itemsOf, membersOf, nameSiteOf, siteOf, TableBuilder } from './table.ts';
import { textOf } from './texts.ts';
import { type View, viewsOf } from './views.ts';

/** One file that an agent of Vault or OpenBao writes. */
interface AgentTemplate {
  readonly name: string;
  readonly at: Site;
  readonly owner: Cell<string>;
  readonly group: Cell<string>;
  readonly mode: Cell<string>;
  readonly path: Cell<string>;
  readonly restart: Cell<readonly string[]>;
  /** The text with what it looks up. */
  readonly contents: Thunk | undefined;
}

/** The files that agents write, as secrets of a machine. */
export function addAgentSecrets(table: TableBuilder<'secret'>, fleet: Fleet, view: View): void {
  if (view.kind === 'home') return;
  const { templates, gaps } = agentTemplates(fleet, view);
  for (const { known, reason, at } of gaps) table.gap(known, reason, at);
  for (const template of templates) table.add(secretRow(view, template));
}

/** What the templates of agents look up. */
export function secretLookupTable(fleet: Fleet): TableBuilder<'secret-lookup'> {
  const table = new TableBuilder('secret-lookup');
  for (const host of fleet.hosts) {
    const [view] = viewsOf(host);
    if (!view || view.kind === 'home') continue;
    const { templates, gaps } = agentTemplates(fleet, view);
    for (const { reason, at } of gaps) table.gap({ host: host.name }, reason, at);
    for (const template of templates) addLookups(table, view, template);
  }
  return table;
}

function addLookups(
  table: TableBuilder<'secret-lookup'>,
  { host }: View,
  { name, at, contents }: AgentTemplate,
): void {
  const known = { host: host.name, secret: name };
  const text = contents && textOf(contents.force());
  if (text === undefined) table.gap(known, 'the text of the template is not known', at);
  for (const lookup of lookupsIn(text ?? '')) {
    if (isWhole(lookup)) table.add({ at: contents?.site ?? at, ...known, ...lookup });
    else table.gap(known, 'a path or a key in the template is not known', contents?.site ?? at);
  }
}

function isWhole({ path, key }: Lookup): boolean {
  return !path.includes('${') && key?.includes('${') !== true;
}

function secretRow({ host }: View, template: AgentTemplate): SecretRow {
  return {
    at: template.at,
    host: host.name,
    scope: 'system',
    account: undefined,
    manager: 'openbao',
    name: template.name,
    owner: template.owner,
    group: template.group,
    uid: undefined,
    gid: undefined,
    mode: template.mode,
    path: template.path,
    symlink: undefined,
    file: undefined,
    key: undefined,
    format: undefined,
    rekeyed: false,
    'needed-for-users': undefined,
    'restart-units': template.restart,
    'reload-units': undefined,
    definitions: [],
  };
}

interface Found {
  readonly templates: readonly AgentTemplate[];
  readonly gaps: readonly Gap<'secret'>[];
}

/** Two tables ask for them. */
const found = new WeakMap<OptionNode, Found>();

function agentTemplates(fleet: Fleet, view: View): Found {
  const known = found.get(view.root) ?? findTemplates(fleet, view);
  found.set(view.root, known);
  return known;
}

function findTemplates(fleet: Fleet, view: View): Found {
  const own = ownTemplateOptions(view.root, 0).map((node) => optionTemplates(fleet, view, node));
  const upstream = ['vault-agent', 'openbao-agent'].map((service) =>
    instanceTemplates(view, view.root.at(['services', service, 'instances'])),
  );
  const all = [...own, ...upstream];
  return {
    templates: all.flatMap(({ templates }) => templates),
    gaps: all.flatMap(({ gaps }) => gaps),
  };
}

/** Options of the workspace are looked for this deep. */
const deepest = 4;

/** Options for templates that the workspace declares below the name of an agent. */
function ownTemplateOptions(node: OptionNode, depth: number): readonly OptionNode[] {
  if (depth >= deepest || node.declaration) return [];
  return node.declaredNames().flatMap((name) => {
    const isAgent = /(vault|bao)-?agent$/i.test(name);
    // Options are many, and most lie as deep as nobody looks into.
    if (!isAgent && depth + 1 >= deepest) return [];
    const child = node.child(name);
    if (isAgent && child.declaredNames().includes('templates')) return [child.child('templates')];
    return ownTemplateOptions(child, depth + 1);
  });
}

function gapOf({ host }: View, reason: string, at: Site | undefined): Gap<'secret'> {
  const known = { host: host.name, scope: 'system', manager: 'openbao' } as const;
  return { table: 'secret', known, reason, at };
}

/** A set of templates by their names, in words that such modules use. */
function optionTemplates(fleet: Fleet, view: View, node: OptionNode): Found {
  const folder = folderWritten(fleet, node);
  const gaps: Gap<'secret'>[] = [];
  const enabled = node.path.slice(0, -1);
  const isOff = view.root.at([...enabled, 'enable']).value;
  if (isOff.kind === 'bool' && !isOff.value) return { templates: [], gaps };
  const templates = membersOf(node).flatMap(({ name, node: member, certain }) => {
    const at = nameSiteOf(member) ?? { file: view.host.flake, expr: 0 };
    if (certain) return [optionTemplate(new Settings(member, view.foreign), { name, at, folder })];
    gaps.push(gapOf(view, 'the template is there under a condition that is not known', at));
    return [];
  });
  return { templates, gaps };
}

function optionTemplate(
  settings: Settings,
  {
    name,
    at,
    folder,
  }: { readonly name: string; readonly at: Site; readonly folder: string | undefined },
): AgentTemplate {
  const own = firstSet(settings.string('destination'), settings.string('path'));
  return {
    name,
    at,
    owner: firstSet(settings.string('user'), settings.string('owner')),
    group: settings.string('group'),
    mode: firstSet(settings.text('perms'), settings.text('mode')),
    path: own ?? (folder === undefined ? ofModule : `${folder}${name}`),
    restart: settings.items('restartServices', 'restartUnits', 'services'),
    contents: (settings.given('contents') ?? settings.given('content'))?.thunk,
  };
}

const ofModule = { undecided: 'the module of the agent decides where the file is' };

/**
 * The folder that the module of such an option puts files into: that of
 * `destination = "/run/secrets/${name}"` in the settings that it writes.
 */
function folderWritten({ session }: Fleet, node: OptionNode): string | undefined {
  const file = node.declaration?.all[0]?.get('type')?.value.site?.file;
  const folders = file === undefined ? [] : (session.tell(file, foldersIn) ?? []);
  return new Set(folders).size === 1 ? folders[0] : undefined;
}

function foldersIn({ module }: FileAnalysis): readonly string[] {
  return module.exprs.flatMap((expr) => {
    if (expr.kind !== 'string') return [];
    return expr.parts.flatMap((part, index) => {
      const next = expr.parts[index + 1];
      const isName = typeof next === 'number' && exprOf(module, next).kind === 'variable';
      if (typeof part !== 'string' || !isName) return [];
      return /destination\s*=\s*"(\/[^"]*\/)$/.exec(part)?.[1] ?? [];
    });
  });
}

/** The templates of the agents that nixpkgs has. */
function instanceTemplates(view: View, instances: OptionNode): Found {
  const gaps = instances.gaps.map((gap) => gapOf(view, describe(gap.reason), gap.at));
  const templates = membersOf(instances).flatMap(({ node }) => {
    const list = node.at(['settings', 'template']);
    const { items, open } = itemsOf(list);
    const at = siteOf(list) ?? { file: view.host.flake, expr: 0 };
    if (open) gaps.push(gapOf(view, describe(open.reason), open.at ?? at));
    const user = new Settings(node, view.foreign).string('user');
    return itemsIn(items).map((item) => itemTemplate(item, { user, at }));
  });
  return { templates, gaps };
}

function itemTemplate(
  item: Item,
  { user, at }: { readonly user: Cell<string>; readonly at: Site },
): AgentTemplate {
  const path = textIn(item, 'destination');
  return {
    name: typeof path === 'string' ? path : 'a file of the agent',
    at: item.thunk.site ?? at,
    owner: firstSet(textIn(item, 'user'), user),
    group: textIn(item, 'group'),
    mode: textIn(item, 'perms'),
    path,
    restart: undefined,
    contents: item.value.kind === 'attrs' ? item.value.get('contents')?.value : undefined,
  };
}
