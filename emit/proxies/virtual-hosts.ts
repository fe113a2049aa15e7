import type { FleetHost } from '#analyzer/flake/fleet.ts';
import type { Site } from '#analyzer/site.ts';
import type { Problem } from '../emitter.ts';
import type { PlainValue } from '../values.ts';
import { type Cluster, type ClusterContext, optionValue, placeOf } from './cluster.ts';
import {
  both,
  type Field,
  flagAt,
  isSet,
  knownOf,
  mapped,
  numbersAt,
  textAt,
  textsAt,
  withDefault,
} from './fields.ts';

/** A virtual host that a machine asks the one in front of it for. */
export interface VirtualHost {
  readonly machine: FleetHost;
  /** The attribute: the first label of its name, and perhaps a port behind a colon. */
  readonly name: string;
  readonly value: PlainValue;
  readonly at: Site | undefined;
  /** Its whole name. */
  readonly domain: Field<string>;
  /** Whole names. */
  readonly aliases: Field<readonly string[]>;
  readonly listenPorts: Field<readonly number[]>;
  readonly isPublic: Field<boolean>;
  readonly extraConfig: Field<string>;
}

export interface VirtualHosts {
  /** In the order of machines, then of names. */
  readonly hosts: readonly VirtualHost[];
  readonly problems: readonly Problem[];
}

/** The virtual hosts that machines ask for; where there may be more, that is a problem. */
export function virtualHostsOf(cluster: Cluster, context: ClusterContext): VirtualHosts {
  const all = cluster.machines.map((machine) => hostsOfMachine(machine, cluster, context));
  return {
    hosts: all.flatMap(({ hosts }) => hosts),
    problems: all.flatMap(({ problems }) => problems),
  };
}

function hostsOfMachine(
  machine: FleetHost,
  { domain }: Cluster,
  { options, compare }: ClusterContext,
): VirtualHosts {
  const option = options['hosts-option'];
  const all = optionValue(machine, option);
  if (all === undefined) return { hosts: [], problems: [] };
  const problems = all.missing
    .filter(({ path }) => path.length === 0)
    .map(({ reason, at }): Problem => {
      const message = `\`${machine.name}\` may ask for more virtual hosts: \`${option}\` ${reason}`;
      return { message, at };
    });
  const names = isSet(all.value) ? Object.keys(all.value) : [];
  const unknown = all.missing.flatMap(({ path: [name] }) => name ?? []);
  const hosts = [...new Set([...names, ...unknown])].toSorted(compare).map((name) => {
    const value = valueBelow(all, name);
    const at = placeOf(machine, [...option.split('.'), name]);
    return { machine, name, value, at, ...partsOf(name, value, domain) };
  });
  return { hosts, problems };
}

type Parts = Omit<VirtualHost, 'machine' | 'name' | 'value' | 'at'>;

function partsOf(name: string, value: PlainValue, base: Cluster['domain']): Parts {
  const [label = '', port] = name.split(':');
  const otherwise = port !== undefined && /^\d+$/.test(port) ? Number(port) : 443;
  return {
    domain: domainOf(label, value, base),
    aliases: both(withDefault(textsAt(value, 'aliases'), []), base, (aliases, domain) =>
      aliases.map((alias) => withinDomain(alias, domain)),
    ),
    listenPorts: mapped(withDefault(numbersAt(value, 'listenPorts'), []), (ports) =>
      ports.length === 0 ? [otherwise] : ports,
    ),
    isPublic: withDefault(flagAt(value, 'public'), false),
    extraConfig: withDefault(textAt(value, 'extraConfig'), ''),
  };
}

/** The name that the option works out itself, else the label before the domain of all services; alone where there is none. */
function domainOf(label: string, value: PlainValue, base: Cluster['domain']): Field<string> {
  const own = knownOf(textAt(value, 'baseUrl'));
  if (own !== undefined) return { value: own };
  if ('unknown' in base) return base;
  if (base.value !== undefined) return { value: `${label}.${base.value}` };
  if (label.includes('.')) return { value: label };
  return { unknown: { reason: 'the domain of all services is not set', at: undefined } };
}

/** Aliases are written relative to the domain of all services. */
function withinDomain(alias: string, domain: string | undefined): string {
  return domain === undefined || alias.endsWith(`.${domain}`) ? alias : `${alias}.${domain}`;
}

/** A part of a value, with what is missing of it. */
function valueBelow(all: PlainValue, name: string): PlainValue {
  return {
    value: isSet(all.value) ? all.value[name] : undefined,
    missing: all.missing.flatMap(({ path: [first, ...path], reason, at }) =>
      first === name ? [{ path, reason, at }] : [],
    ),
  };
}

/** What is left out, and why. */
export function leftOut(
  { name, machine, at }: VirtualHost,
  unknown: { readonly reason: string; readonly at: Site | undefined },
): Problem {
  const message = `the virtual host \`${name}\` of \`${machine.name}\`: ${unknown.reason}`;
  return { message, at: at ?? unknown.at };
}
