import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { type Backend, backendsOf } from '#analyzer/network/backends.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import type { ValuesOf } from '../options.ts';
import { type NixData, nixBindings } from '../print/nix.ts';
import { portsListed } from './listed-ports.ts';
import { type NeededPort, neededPorts } from './needed-ports.ts';
import {
  isSamePlace,
  type PlacedPort,
  placed,
  placeFor,
  type Surroundings,
  unclearInterface,
} from './port-places.ts';
import { knownProxies, roleOptions } from './roles.ts';

const options = {
  ...roleOptions,
  list: {
    summary: 'A module for each machine, or the items of one of the lists of a machine.',
    default: 'module',
    choices: ['module', 'tcp', 'udp'],
  },
  interface: {
    summary: 'The interface whose list it is, or where a module opens ports for other machines.',
    default: '',
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const firewallPorts = emitter({
  name: 'firewall-ports',
  summary: 'The ports that proxies, services behind them and tunnels need to be open.',
  inputs: ['route', 'tunnel', 'listener', 'open-port'],
  formats: ['nix'],
  output: 'machines/{host}/firewall.nix',
  effect: 'configuration',
  options,
  emit: (context) => {
    const { facts, wants } = context;
    const proxies = knownProxies(facts, context.options, () => true);
    const { ports, problems } = neededPorts(facts, proxies);
    const { backends: hops } = backendsOf(facts, proxies.roles);
    const unclear = [...proxies.problems, ...problems];
    const hosts = [...new Set(ports.map(({ host }) => host))].filter(wants);
    const made = hosts.toSorted(context.compare).map((host) => {
      const needed = ports.filter((port) => port.host === host);
      return machinePorts(context, { host, needed, hops, isComplete: unclear.length === 0 });
    });
    return {
      parts: made.flatMap(({ part }) => part),
      problems: [...unclear, ...made.flatMap((machine) => machine.problems)],
    };
  },
});

interface Machine {
  readonly host: string;
  readonly needed: readonly NeededPort[];
  readonly hops: readonly Backend[];
  /** Whether nothing else can need a port. */
  readonly isComplete: boolean;
}

function machinePorts(context: Context, machine: Machine) {
  const { host, needed, hops, isComplete } = machine;
  const { facts, options: written } = context;
  const { list } = written;
  const before = portsListed(context.existing({ host }) ?? '');
  const listed = before.flatMap((port) => placed(port, written));
  const around = { facts, hops, written, listed };
  const found = needed.flatMap((port) => placeFor(port, around) ?? []);
  const others = listed.filter((port) => !found.some((other) => isSamePlace(port, other)));
  const free = others.filter((port) => !needed.some((other) => isSamePort(port, other)));
  const chosen = free.filter((port) => isListenedOn(facts, host, port));
  const unclear = isComplete ? [] : others.filter((port) => !chosen.includes(port));
  const problems = [
    ...needed.flatMap((port) => elsewhere(port, around)),
    ...unclear.map((port) => staying(port, host)),
  ];
  const ports = [...found, ...chosen, ...unclear].toSorted((a, b) => a.port - b.port);
  const text = list === 'module' ? moduleText(ports) : ports.map(itemText).join('');
  const isNeeded = ports.length > 0 || list !== 'module' || listed.length > 0;
  return { part: isNeeded ? [{ names: { host }, text }] : [], problems };
}

function isSamePort(a: Pick<PlacedPort, 'port' | 'protocol'>, b: NeededPort): boolean {
  return a.port === b.port && a.protocol === b.protocol;
}

/** Says of a port that it is open where requests may arrive. */
function elsewhere(needed: NeededPort, around: Surroundings): Problem[] {
  const name = unclearInterface(needed, around);
  if (name === undefined) return [];
  const port = `${needed.protocol.toUpperCase()} ${needed.port}`;
  const message = `${port} of \`${needed.host}\` is open on \`${name}\`, and whether requests arrive there is not known; set \`tunnel\``;
  return [{ message, at: needed.at }];
}

/** Whether people have opened a port for something that is there. */
function isListenedOn(facts: Facts, host: string, { protocol, port }: PlacedPort): boolean {
  return facts
    .table('listener')
    .rows.some(
      (row) =>
        row.host === host &&
        row.protocol === protocol &&
        row.port <= port &&
        port <= row['to-port'] &&
        !/^(127\.|::1$|localhost$)/.test(known(row.address) ?? ''),
    );
}

function staying({ port, protocol }: PlacedPort, host: string): Problem {
  const name = `${protocol.toUpperCase()} ${port}`;
  return { message: `${name} of \`${host}\` stays, since it is not known whether it is needed` };
}

function itemText({ port, comment }: PlacedPort): string {
  return comment === undefined ? `${port}\n` : `${port} # ${comment.replace(/\s+/g, ' ')}\n`;
}

function moduleText(ports: readonly PlacedPort[]): string {
  const interfaces = [...new Set(ports.map((port) => port.interface ?? ''))].sort();
  const lists = interfaces.map((name): [string, NixData] => [
    name,
    listsOf(ports.filter((port) => (port.interface ?? '') === name)),
  ]);
  const [everywhere, others] = [
    lists.filter(([name]) => name === ''),
    lists.filter(([name]) => name !== ''),
  ];
  const firewall: NixData = {
    ...(everywhere[0]?.[1] as { readonly [name: string]: NixData } | undefined),
    ...(others.length > 0 ? { interfaces: Object.fromEntries(others) } : {}),
  };
  return `{\n${nixBindings({ networking: { firewall } }, '  ')}}\n`;
}

function listsOf(ports: readonly PlacedPort[]): { readonly [name: string]: NixData } {
  const items = (protocol: string): NixData[] =>
    ports
      .filter((port) => port.protocol === protocol)
      .map(({ port, comment }) => (comment === undefined ? port : { item: port, comment }));
  const [tcp, udp] = [items('tcp'), items('udp')];
  return {
    ...(tcp.length > 0 ? { allowedTCPPorts: tcp } : {}),
    ...(udp.length > 0 ? { allowedUDPPorts: udp } : {}),
  };
}
