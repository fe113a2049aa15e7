import { type Emitted, emitter } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { nixExpression } from '../print/nix.ts';
import { clusterOf, clusterOptions } from './cluster.ts';
import { type Layer4Entry, layer4Entries } from './layer4.ts';

export const layer4Firewall = emitter({
  name: 'layer4-firewall',
  summary: 'The ports that have to be open for what Caddy passes on below HTTP.',
  inputs: ['host'],
  formats: ['nix', 'json'],
  output: 'caddy/layer4-ports.nix',
  effect: 'configuration',
  options: clusterOptions,
  emit: (context): Emitted => {
    const cluster = clusterOf(context);
    if ('message' in cluster) return { parts: [], problems: [cluster] };
    const { entries, problems } = layer4Entries(cluster, context);
    const ports = {
      allowedTCPPorts: portsOf(entries, 'tcp'),
      allowedUDPPorts: portsOf(entries, 'udp'),
    };
    const text =
      context.format === 'json'
        ? prettyJson(ports)
        : `${nixExpression({ networking: { firewall: ports } })}\n`;
    return { parts: [{ names: {}, text }], problems };
  },
});

function portsOf(
  entries: readonly Layer4Entry[],
  protocol: Layer4Entry['protocol'],
): readonly number[] {
  const ports = entries.filter((entry) => entry.protocol === protocol).map(({ port }) => port);
  return [...new Set(ports)];
}
