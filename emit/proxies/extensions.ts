import { applyAll } from '#analyzer/evaluate/apply.ts';
import { type Attributes, record, string, Thunk, type Value } from '#analyzer/evaluate/value.ts';
import type { FleetHost } from '#analyzer/flake/fleet.ts';
import { findOptions } from '#analyzer/options/find.ts';
import { shown } from '#analyzer/options/shown.ts';
import { type CaddyItem, caddyProblem } from '../print/caddyfile.ts';
import { plainOf } from '../values.ts';
import { type ClusterContext, optionValue } from './cluster.ts';
import {
  type Field,
  flagAt,
  isSet,
  mapped,
  numberAt,
  textAt,
  textsAt,
  withDefault,
} from './fields.ts';
import { type LoginSource, loginOf } from './kanidm.ts';
import { loginBlocks } from './login-blocks.ts';
import type { VirtualHost } from './virtual-hosts.ts';

/** Which extensions of virtual hosts there are. */
export const extensionOptions = {
  'extensions-option': {
    summary: 'The option of the machine in front that has extensions, with a function each.',
    default: 'server.proxy.extensions',
  },
  'public-snippet': {
    summary: 'The snippet that public virtual hosts import where no extension says so.',
    default: 'public',
  },
} as const;

/** What an extension adds to a virtual host. */
export interface Addition {
  readonly name: string;
  readonly priority: number;
  readonly items: readonly CaddyItem[];
  /** Whether what the virtual host says itself is in there already. */
  readonly holdsConfig: boolean;
}

export interface ExtensionSource extends LoginSource {
  readonly context: ClusterContext<{
    readonly 'contexts-option': string;
    readonly 'extensions-option': string;
    readonly 'public-snippet': string;
  }>;
}

interface Extension {
  readonly name: string;
  readonly priority: number;
  readonly holdsConfig: boolean;
  readonly isOn: Field<boolean>;
}

/** What extensions add to a virtual host with this text, in ascending priority, then by name. */
export function additionsTo(
  host: VirtualHost,
  text: string,
  source: ExtensionSource,
): Field<readonly Addition[]> {
  const chosen = textsAt(host.value, 'extensions');
  if ('unknown' in chosen) return chosen;
  const additions: Addition[] = [];
  for (const extension of extensionsOf(source)) {
    if (chosen.value !== undefined && !chosen.value.includes(extension.name)) continue;
    if ('value' in extension.isOn && !extension.isOn.value) continue;
    const items = additionOf(extension, { host, text, source });
    if ('unknown' in items) return items;
    if (items.value.length === 0) continue;
    if ('unknown' in extension.isOn) return extension.isOn;
    additions.push({ ...extension, items: items.value });
  }
  return { value: additions.toSorted(byPriority) };
}

function byPriority(a: Addition, b: Addition): number {
  return a.priority - b.priority || (a.name < b.name ? -1 : 1);
}

/** Extensions that the machine in front registers; the usual ones where nothing is registered. */
function extensionsOf({ cluster, context }: ExtensionSource): readonly Extension[] {
  const registry = optionValue(cluster.primary, context.options['extensions-option']);
  if (registry === undefined || !isSet(registry.value)) return usual;
  return Object.keys(registry.value).map((name) => {
    const priority = numberAt(registry, name, 'priority');
    const holds = flagAt(registry, name, 'consumesExtraConfig');
    return {
      name,
      priority: ('value' in priority ? priority.value : undefined) ?? 100,
      holdsConfig: 'value' in holds && holds.value === true,
      isOn: withDefault(flagAt(registry, name, 'enable'), true),
    };
  });
}

const on: Field<boolean> = { value: true };

const usual: readonly Extension[] = [
  { name: 'api-key-auth', priority: 50, holdsConfig: true, isOn: on },
  { name: 'kanidm', priority: 50, holdsConfig: true, isOn: on },
  { name: 'cloudflared', priority: 200, holdsConfig: false, isOn: on },
];

interface Subject {
  readonly host: VirtualHost;
  readonly text: string;
  readonly source: ExtensionSource;
}

/** What the extension's own function says, else what one of its name usually does. */
function additionOf({ name }: Extension, subject: Subject): Field<readonly CaddyItem[]> {
  const { primary } = subject.source.cluster;
  const option = subject.source.context.options['extensions-option'].split('.');
  const make = findOptions(primary, [...option, name, 'config'])[0]?.node.value;
  if (make?.kind === 'lambda') return itemsOf(called(make, primary, subject));
  if (name === 'kanidm') return usualLogin(subject);
  if (name === 'cloudflared') return usualPublic(subject);
  const asksForKey = flagAt(subject.host.value, 'requireApiKey', 'enable');
  if (name === 'api-key-auth' && 'value' in asksForKey && asksForKey.value !== true)
    return { value: [] };
  const reason = `what the extension \`${name}\` adds is not known`;
  return { unknown: { reason, at: undefined } };
}

function itemsOf(text: Field<string | undefined>): Field<readonly CaddyItem[]> {
  if ('unknown' in text) return text;
  const { value = '' } = text;
  const problem = caddyProblem(value);
  if (problem !== undefined) return { unknown: { reason: problem, at: undefined } };
  return { value: value.trim() === '' ? [] : [{ written: value.trim() }] };
}

/** The function of an extension applied to a virtual host, as the machine in front does. */
function called(
  make: Value,
  primary: FleetHost,
  { host, text, source }: Subject,
): Field<string | undefined> {
  const path = source.context.options['hosts-option'].split('.');
  const node = findOptions(host.machine, [...path, host.name])[0]?.node;
  const value = node?.value;
  if (node === undefined || value?.kind !== 'attrs')
    return { unknown: { reason: 'its options are not known', at: host.at } };
  const { session } = primary.evaluation.root().tree;
  const withText = over(value, record({ _resolvedExtraConfig: string(text) }));
  const args = [Thunk.of(string(host.name)), Thunk.of(withText), host.machine.evaluation.config];
  const said = applyAll(make, args, { session, at: host.at });
  return textAt(plainOf(shown(said, path)));
}

/** A set with the attributes of another over its own. */
function over(below: Attributes, above: Attributes): Attributes {
  return {
    kind: 'attrs',
    names: () => [...new Set([...below.names(), ...above.names()])].sort(),
    get: (name) => above.get(name) ?? below.get(name),
    open: below.open,
  };
}

function usualLogin({ host, text, source }: Subject): Field<readonly CaddyItem[]> {
  return mapped(loginOf(host, source), (login) =>
    login === undefined ? [] : loginBlocks(host.name, login, text),
  );
}

function usualPublic({ host, source }: Subject): Field<readonly CaddyItem[]> {
  const snippet = source.context.options['public-snippet'];
  return mapped(host.isPublic, (isPublic) =>
    isPublic && snippet !== '' ? [{ words: ['import', snippet] }] : [],
  );
}
