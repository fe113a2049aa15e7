import type { FleetHost } from '#analyzer/flake/fleet.ts';
import { machineNamed } from '#analyzer/network/roles.ts';
import { findOptions } from '#analyzer/options/find.ts';
import type { Site } from '#analyzer/site.ts';
import type { EmitContext, Problem } from '../emitter.ts';
import { optionOf, type PlainValue, plainOf } from '../values.ts';
import { type Field, textAt } from './fields.ts';

/** What emitters about servers behind one proxy have in common. */
export const clusterOptions = {
  proxy: {
    summary: 'The machine in front of all others; what `primary-option` says when empty.',
    default: '',
  },
  'primary-option': {
    summary: 'The option by which machines name the one in front of them.',
    default: 'server.ioPrimaryHost',
  },
  'domain-option': {
    summary: 'The option of the machine in front that has the domain of all services.',
    default: 'server.proxy.domain',
  },
  'hosts-option': {
    summary: 'The option by which machines ask for virtual hosts.',
    default: 'server.proxy.virtualHosts',
  },
} as const;

interface ClusterOptions {
  readonly proxy: string;
  readonly 'primary-option': string;
  readonly 'domain-option': string;
  readonly 'hosts-option': string;
}

/** The part of a context that this needs; the options of an emitter have more. */
export interface ClusterContext<Options = unknown>
  extends Pick<EmitContext<unknown>, 'facts' | 'machine' | 'wants' | 'compare'> {
  readonly options: ClusterOptions & Options;
}

/** The machines whose virtual hosts one of them serves. */
export interface Cluster {
  /** The machine in front. */
  readonly primary: FleetHost;
  /** Every NixOS machine that is asked for, in the order of the repository. */
  readonly machines: readonly FleetHost[];
  /** The domain of all services. */
  readonly domain: Field<string | undefined>;
}

/** The cluster, or why it cannot be told which machine is in front. */
export function clusterOf(context: ClusterContext): Cluster | Problem {
  const { facts, machine, wants, compare, options } = context;
  const names = facts
    .table('host')
    .rows.filter((row) => row.class === 'nixos')
    .map(({ name }) => name)
    .toSorted(compare);
  const all = names.flatMap((name) => machine(name) ?? []);
  const found = primaryOf(context, all);
  if (typeof found !== 'string') return found;
  const primary = all.find(({ name }) => name === found);
  if (primary === undefined) return { message: `no machine of the fleet is called \`${found}\`` };
  const domain = textAt(optionValue(primary, options['domain-option']));
  return { primary, machines: all.filter(({ name }) => wants(name)), domain };
}

/** The cluster, where some machine has the option by which virtual hosts are asked for. */
export function servingCluster(context: ClusterContext): Cluster | Problem {
  const cluster = clusterOf(context);
  const option = context.options['hosts-option'];
  if ('message' in cluster) return cluster;
  const isThere = cluster.machines.some((one) => optionValue(one, option) !== undefined);
  return isThere ? cluster : { message: `no machine has the option \`${option}\`` };
}

/** The machine that the option of the emitter names, else the one that machines agree on. */
function primaryOf(
  { facts, options }: ClusterContext,
  machines: readonly FleetHost[],
): string | Problem {
  if (options.proxy !== '') return machineNamed(facts, options.proxy) ?? options.proxy;
  const option = options['primary-option'];
  const said = machines.flatMap((machine): (string | Problem)[] => {
    const value = optionValue(machine, option);
    if (typeof value?.value === 'string') return [value.value];
    const [missing] = value?.missing ?? [];
    if (missing === undefined) return [];
    return [{ message: `\`${option}\` of \`${machine.name}\` ${missing.reason}`, at: missing.at }];
  });
  const [first, ...others] = [...new Set(said.filter((value) => typeof value === 'string'))];
  if (first !== undefined && others.length === 0) return machineNamed(facts, first) ?? first;
  const unclear = said.find((value) => typeof value !== 'string');
  if (first === undefined && unclear !== undefined) return unclear;
  if (first === undefined)
    return { message: `no machine says by \`${option}\` which one is in front of it` };
  return { message: `machines name several by \`${option}\`: ${[first, ...others].join(', ')}` };
}

/** The value of an option by its dotted path; `undefined` where the machine has no such option, or it is null. */
export function optionValue(machine: FleetHost, option: string): PlainValue | undefined {
  const path = option.split('.');
  const [found] = findOptions(machine, path);
  const { node } = found ?? {};
  if (node === undefined) return undefined;
  if (!node.isDeclared && node.definitions.length === 0) return undefined;
  const value = plainOf(optionOf(machine, path));
  return value.value === null ? undefined : value;
}

/** Where an option is set; `undefined` where nothing sets it. */
export function placeOf(machine: FleetHost, path: readonly string[]): Site | undefined {
  const definition = findOptions(machine, path)[0]?.node.definitions[0];
  return definition?.at ?? definition?.content.site;
}

/** Whether some module sets an option, whatever its default is. */
export function isGiven(machine: FleetHost, path: readonly string[]): boolean {
  return (findOptions(machine, path)[0]?.node.definitions.length ?? 0) > 0;
}
