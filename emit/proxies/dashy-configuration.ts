import type { FleetHost } from '#analyzer/flake/fleet.ts';
import { type EmitContext, type Emitted, emitter, type Problem } from '../emitter.ts';
import type { ValuesOf } from '../options.ts';
import { prettyJson } from '../print/json.ts';
import { yamlText } from '../print/yaml.ts';
import type { Plain, PlainValue } from '../values.ts';
import { type Cluster, clusterOf, clusterOptions, optionValue, placeOf } from './cluster.ts';
import { type Field, fieldAt, flagAt, isSet, knownOf, textAt } from './fields.ts';
import { type VirtualHost, virtualHostsOf } from './virtual-hosts.ts';

const options = {
  ...clusterOptions,
  'dashboard-option': {
    summary: 'The option by which machines say what the dashboard shows of them.',
    default: 'server.dashboard',
  },
  'settings-option': {
    summary: 'The option of the machine in front that has the rest of the settings.',
    default: 'services.dashy.settings',
  },
  'extensions-option': {
    summary: 'The option that can turn off the extension `dashboard`, by which hosts have items.',
    default: 'server.proxy.extensions',
  },
  'icon-prefix': {
    summary: 'What stands before the name of a virtual host in its icon.',
    default: 'sh-',
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const dashyConfiguration = emitter({
  name: 'dashy-configuration',
  summary: 'The dashboard with a section for every machine and an item for each service.',
  inputs: ['host'],
  formats: ['yaml', 'json'],
  output: 'caddy/dashy.yaml',
  effect: 'configuration',
  options,
  emit: (context): Emitted => {
    const cluster = clusterOf(context);
    if ('message' in cluster) return { parts: [], problems: [cluster] };
    const problems: Problem[] = [];
    const { hosts, problems: more } = virtualHostsOf(cluster, context);
    const rest = settingsOf(cluster, context, problems);
    const sections = cluster.machines.flatMap((machine) => {
      const own = hosts.filter((host) => host.machine === machine);
      return sectionOf(machine, own, { context, problems }) ?? [];
    });
    if (sections.length === 0) {
      const message = 'no machine has anything for the dashboard';
      return { parts: [], problems: [...more, ...problems, { message }] };
    }
    const value = { ...rest, sections };
    const text = context.format === 'json' ? prettyJson(value) : yamlText(value);
    return { parts: [{ names: {}, text }], problems: [...more, ...problems] };
  },
});

interface Telling {
  readonly context: Context;
  readonly problems: Problem[];
}

/** What the machine in front says of the dashboard itself. */
function settingsOf(
  { primary }: Cluster,
  { options: { 'settings-option': option } }: Context,
  problems: Problem[],
): { readonly [name: string]: Plain } {
  const all = optionValue(primary, option);
  const [lack] = all?.missing.filter(({ path: [first] }) => first !== 'sections') ?? [];
  if (lack !== undefined) {
    const path = [option, ...lack.path].join('.');
    problems.push({ message: `\`${path}\` is not wholly known: ${lack.reason}`, at: lack.at });
  }
  if (!isSet(all?.value)) return {};
  return Object.fromEntries(Object.entries(all.value).filter(([name]) => name !== 'sections'));
}

/** What the dashboard shows of a machine; nothing where it has nothing to show. */
function sectionOf(
  machine: FleetHost,
  hosts: readonly VirtualHost[],
  { context, problems }: Telling,
): Plain | undefined {
  const option = context.options['dashboard-option'];
  const part = (name: string): PlainValue | undefined => optionValue(machine, `${option}.${name}`);
  const items = itemsOf(machine, hosts, { context, problems });
  const parts = ['name', 'icon', 'displayData'].flatMap((name): [string, Plain][] => {
    const field = fieldAt(part(name));
    if ('value' in field) return field.value === undefined ? [] : [[name, field.value]];
    problems.push(missingPart(`the ${name} of the section of \`${machine.name}\``, field));
    return [];
  });
  if (parts.length === 0 && items.length === 0) return undefined;
  return { name: capitalised(machine.name), ...Object.fromEntries(parts), items };
}

/** In the order of their names in the option: those that it has, and one for each virtual host. */
function itemsOf(
  machine: FleetHost,
  hosts: readonly VirtualHost[],
  { context, problems }: Telling,
): readonly Plain[] {
  const option = `${context.options['dashboard-option']}.items`;
  const said = optionValue(machine, option);
  const byName = new Map(
    hasUsualItems(machine, context) ? hosts.map((host) => [host.name, host]) : [],
  );
  const names = new Set([...(isSet(said?.value) ? Object.keys(said.value) : []), ...byName.keys()]);
  return [...names].toSorted().flatMap((name): Plain[] => {
    const usual = usualItem(name, byName.get(name), context);
    const fields = ['icon', 'title', 'url'].map((part) => {
      const own = textAt(said, name, part);
      const field = 'value' in own && own.value === undefined ? usual(part) : own;
      return [part, field] as const;
    });
    const lack = fields.find(([, field]) => 'unknown' in field || field.value === undefined);
    if (lack === undefined)
      return [Object.fromEntries(fields.map(([part, field]) => [part, knownOf(field) ?? null]))];
    const at = placeOf(machine, [...option.split('.'), name]);
    const reason = 'unknown' in lack[1] ? lack[1].unknown.reason : `it has no ${lack[0]}`;
    const message = `the item \`${name}\` of \`${machine.name}\`: ${reason}`;
    problems.push({ message, at });
    return [];
  });
}

/** Whether virtual hosts of a machine have items by themselves; nobody has to say so. */
function hasUsualItems(machine: FleetHost, { options: set }: Context): boolean {
  const registry = optionValue(machine, set['extensions-option']);
  return knownOf(flagAt(registry, 'dashboard', 'enable')) !== false;
}

/** What a virtual host has on the dashboard where nobody says otherwise. */
function usualItem(
  name: string,
  host: VirtualHost | undefined,
  { options: { 'icon-prefix': prefix } }: Context,
): (part: string) => Field<string | undefined> {
  return (part) => {
    if (host === undefined) return { value: undefined };
    if (part === 'icon') return { value: `${prefix}${name}` };
    if (part === 'title') return { value: capitalised(name) };
    return 'unknown' in host.domain ? host.domain : { value: `https://${host.domain.value}/` };
  };
}

function missingPart(
  what: string,
  { unknown: { reason, at } }: Extract<Field<unknown>, { unknown: unknown }>,
): Problem {
  return { message: `${what}: ${reason}`, at };
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
