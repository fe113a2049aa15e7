import { type EmittedPart, emitter, type Problem } from '../emitter.ts';
import { type MachineOption, optionsOn, partOf, withoutOption } from '../fleet-options.ts';
import { shellWord } from '../print/shell.ts';
import type { Plain } from '../values.ts';
import { type Subnet, subnetsIn, subnetsOption } from './subnets.ts';

export const subnetRules = emitter({
  name: 'subnet-rules',
  summary: 'Lines of iptables that open the ports of a machine to known networks.',
  inputs: ['host'],
  formats: ['text'],
  output: 'firewall/{host}.sh',
  effect: 'configuration',
  options: {
    subnets: subnetsOption,
    ports: {
      summary: 'The option with the ports that are open to the networks, as `tcp` and `udp`.',
      default: 'server.network.openPortsForSubnet',
    },
    commands: {
      summary: 'Whether the lines add the rules or take them away.',
      default: 'start',
      choices: ['start', 'stop'],
    },
    chain: { summary: 'The chain that rules go into.', default: 'nixos-fw' },
    target: { summary: 'Where packets go that a rule takes.', default: 'nixos-fw-accept' },
  },
  emit: ({ options, ...fleet }) => {
    const subnets = optionsOn(fleet, options.subnets);
    const ports = optionsOn(fleet, options.ports, ([name]) => name !== undefined);
    const nothing = withoutOption([options.ports], ports);
    if (nothing !== undefined) return nothing;
    const networks = new Map(subnets.found.map(({ host, value }) => [host, subnetsIn(value)]));
    const parts = ports.found.flatMap((open) => rulesOf(open, networks, options));
    const lost = ports.found.flatMap((open) => lostPorts(open, networks));
    return { parts, problems: [...subnets.problems, ...ports.problems, ...lost] };
  },
});

interface RuleOptions {
  readonly commands: string;
  readonly chain: string;
  readonly target: string;
}

type Networks = ReadonlyMap<string, readonly Subnet[]>;

function rulesOf(
  { host, value }: MachineOption,
  networks: Networks,
  options: RuleOptions,
): readonly EmittedPart[] {
  const subnets = networks.get(host) ?? [];
  const lines = portsIn(value).flatMap(({ protocol, port }) =>
    subnets.flatMap(({ ipv4, ipv6 }) => [
      ...(ipv4 === undefined ? [] : [rule('iptables', { protocol, port, range: ipv4 }, options)]),
      ...(ipv6 === undefined ? [] : [rule('ip6tables', { protocol, port, range: ipv6 }, options)]),
    ]),
  );
  if (lines.length === 0) return [];
  return [{ names: { host }, text: lines.map((line) => `${line}\n`).join('') }];
}

/** Ports that nobody can reach because the machine knows no network. */
function lostPorts({ host, value, at }: MachineOption, networks: Networks): readonly Problem[] {
  if (portsIn(value).length === 0 || (networks.get(host) ?? []).length > 0) return [];
  return [{ message: `\`${host}\` opens ports to networks, but knows none`, at }];
}

interface OpenPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

/** Ports of TCP before those of UDP, each once, by their numbers. */
function portsIn(value: Plain): readonly OpenPort[] {
  return (['tcp', 'udp'] as const).flatMap((protocol) => {
    const ports = partOf(value, protocol);
    const all = Array.isArray(ports) ? ports.filter((port) => typeof port === 'number') : [];
    const sorted = [...new Set(all)].toSorted((a, b) => a - b);
    return sorted.map((port) => ({ protocol, port }));
  });
}

function rule(
  command: 'iptables' | 'ip6tables',
  { protocol, port, range }: OpenPort & { readonly range: string },
  { commands, chain, target }: RuleOptions,
): string {
  const [action, end] = commands === 'stop' ? ['-D', ' || true'] : ['-A', ''];
  const match = `-p ${protocol} --source ${shellWord(range)} --dport ${port}`;
  return `${command} ${action} ${shellWord(chain)} ${match} -j ${shellWord(target)}${end}`;
}
