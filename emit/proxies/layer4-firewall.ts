import { type Emitted, emitter } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { nixExpression } from '../print/nix.ts';
import { clusterOptions, servingCluster } from './cluster.ts';
import { type Layer4Entry, layer4Entries } from './layer4.ts';

export const layer4Firewall = emitter({
  name: 'layer4-firewall',
  summary: 'The ports that have to be open for what Caddy passes on below HTTP.',
  inputs: ['host'],
  formats: ['nix', 'json'],
  output: 'caddy/layer4-ports.nix',
  effect: 'configuration',
  options: {
    ...clusterOptions,
    otherwise: {
      summary: 'The protocols whose ports are open where a virtual host says none.',
      default: 'tcp',
      choices: ['tcp', 'both'],
    },
  },
  emit: (context): Emitted => {
    const cluster = servingCluster(context);
    if ('message' in cluster) return { parts: [], problems: [cluster] };
    const { entries, problems } = layer4Entries(cluster, context);
    const isBoth = ({ saysProtocol }: Layer4Entry): boolean =>
      !saysProtocol && context.options.otherwise === 'both';
    const portsOf = (protocol: Layer4Entry['protocol']): readonly number[] => {
      const open = entries.filter((entry) => entry.protocol === protocol || isBoth(entry));
      return [...new Set(open.map(({ port }) => port))];
    };
    const ports = { allowedTCPPorts: portsOf('tcp'), allowedUDPPorts: portsOf('udp') };
    const text =
      context.format === 'json'
        ? prettyJson(ports)
        : `${nixExpression({ networking: { firewall: ports } })}\n`;
    return { parts: [{ names: {}, text }], problems };
  },
});
