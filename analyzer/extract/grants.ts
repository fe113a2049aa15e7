import { siteAt } from '../data/place.ts';
import { asPath } from '../evaluate/path-value.ts';
import type { Session } from '../evaluate/session.ts';
import type { Unknown } from '../evaluate/value.ts';
import { describe, type Value } from '../evaluate/value.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import type { Definition } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { hole } from '../polkit/condition.ts';
import { addPolkitText } from '../polkit/rows.ts';
import type { Site } from '../site.ts';
import { addDoas } from './doas-grants.ts';
import { stringPlaces } from './string-places.ts';
import { addSudo } from './sudo-grants.ts';
import { boolCell, membersOf, siteOf, TableBuilder } from './table.ts';

type Grants = TableBuilder<'grant'>;

/** What accounts of NixOS machines may do by polkit, sudo and doas. */
export function grantTable(fleet: Fleet): Grants {
  const table = new TableBuilder('grant');
  for (const host of fleet.hosts) {
    if (host.class !== 'nixos') continue;
    addPolkit({ table, session: fleet.session, host });
    addSudo(table, host);
    addDoas(table, host);
  }
  return table;
}

interface Reading {
  readonly table: Grants;
  readonly session: Session;
  readonly host: FleetHost;
}

/** Rules count only where polkit runs; whether it does is upstream's business where nobody says. */
function addPolkit(reading: Reading): void {
  const { host } = reading;
  if (boolCell(optionAt(host, ['security', 'polkit', 'enable'])) === false) return;
  addDefinitions(reading, optionAt(host, ['security', 'polkit', 'extraConfig']));
  for (const { name, node, certain } of membersOf(optionAt(host, ['environment', 'etc'])))
    if (name.startsWith('polkit-1/rules.d/')) addFile(reading, node, certain);
}

/** Definitions are joined, and each is rules by itself. */
function addDefinitions(reading: Reading, node: OptionNode): void {
  const { table, host } = reading;
  table.nodeGaps({ host: host.name, mechanism: 'polkit' }, node);
  for (const { content } of node.settled.certain) addText(reading, content.force(), content.site);
  for (const { definition, why } of node.settled.undecided) addUndecided(reading, definition, why);
}

function addUndecided({ table, host }: Reading, definition: Definition, why: Unknown): void {
  const at = definition.content.site ?? definition.at;
  table.gap({ host: host.name, mechanism: 'polkit' }, describe(why.reason), at);
}

/** A file of rules, by its text or by where it comes from. */
function addFile(reading: Reading, node: OptionNode, certain: boolean): void {
  const { table, host } = reading;
  const text = node.child('text');
  if (!certain) {
    const reason = 'the file is there under a condition that is not known';
    table.gap({ host: host.name, mechanism: 'polkit' }, reason, siteOf(node));
  } else if (boolCell(node.child('enable')) === false) return;
  else if (text.isPresent()) addDefinitions(reading, text);
  else addSource(reading, node.child('source'), siteOf(node));
}

function addSource(
  { table, host, session }: Reading,
  source: OptionNode,
  at: Site | undefined,
): void {
  const path = asPath(source.value, siteOf(source));
  const file = path.kind === 'path' && path.root === 'workspace' ? path.path : undefined;
  const content = file && session.files.read(file);
  if (file && content?.kind === 'text')
    addPolkitText(table, {
      host: host.name,
      text: content.text,
      place: (range) => siteAt(file, range),
      reason: undefined,
    });
  else
    table.gap(
      { host: host.name, mechanism: 'polkit' },
      'the source of a file of rules is not known',
      siteOf(source) ?? at,
    );
}

function addText({ table, host, session }: Reading, value: Value, at: Site | undefined): void {
  const text = textOf(value);
  if (!text || !at) {
    const why = value.kind === 'unknown' ? value : 'rules of polkit that are no text';
    table.gap({ host: host.name, mechanism: 'polkit' }, why, at);
    return;
  }
  const place = stringPlaces(session, at, text.text);
  addPolkitText(table, { host: host.name, place, ...text });
}

function textOf(
  value: Value,
): { readonly text: string; readonly reason: string | undefined } | undefined {
  if (value.kind === 'string') return { text: value.value, reason: undefined };
  if (value.kind !== 'template') return undefined;
  const text = value.parts.map((part) => (typeof part === 'string' ? part : hole)).join('');
  const open = value.parts.find((part) => typeof part !== 'string');
  return { text, reason: typeof open === 'object' ? describe(open.reason) : undefined };
}
