import { readCaddyfile } from '#analyzer/caddy/directives.ts';
import { type Emitted, emitter, type Problem } from '../emitter.ts';
import { type CaddyItem, caddyfile, caddyProblem } from '../print/caddyfile.ts';
import { clusterOptions, servingCluster } from './cluster.ts';
import { type Layer4Entry, layer4Entries } from './layer4.ts';
import { type Resolving, resolved, upstreamOptions } from './local-addresses.ts';
import { leftOut } from './virtual-hosts.ts';

export const layer4Routes = emitter({
  name: 'layer4-routes',
  summary: 'The part of Caddy that passes on what is not HTTP.',
  inputs: ['host'],
  formats: ['caddyfile'],
  output: 'caddy/layer4.caddyfile',
  effect: 'configuration',
  options: { ...clusterOptions, ...upstreamOptions },
  emit: (context): Emitted => {
    const cluster = servingCluster(context);
    if ('message' in cluster) return { parts: [], problems: [cluster] };
    const { entries, problems } = layer4Entries(cluster, context);
    const { kept, lost } = resolvedEntries(entries, { cluster, context });
    const { servers, clashes } = serversOf(kept);
    const items = servers.length === 0 ? [] : [{ words: ['layer4'], block: servers }];
    return {
      parts: [{ names: {}, text: caddyfile(items) }],
      problems: [...problems, ...lost, ...clashes],
    };
  },
});

interface Resolved {
  readonly kept: readonly Layer4Entry[];
  readonly lost: readonly Problem[];
}

/** What is local to a machine leads to the machine. */
function resolvedEntries(entries: readonly Layer4Entry[], source: Resolving): Resolved {
  const kept: Layer4Entry[] = [];
  const lost: Problem[] = [];
  for (const entry of entries) {
    const { host } = entry;
    const config = resolved(host, { value: entry.config }, source);
    const reason = 'value' in config ? caddyProblem(config.value) : undefined;
    if ('unknown' in config) lost.push(leftOut(host, config.unknown));
    else if (reason !== undefined) lost.push(leftOut(host, { reason, at: host.at }));
    else kept.push({ ...entry, config: config.value });
  }
  return { kept, lost };
}

/** One server for each port; several names on one port are told apart by HTTP, which only TCP has. */
function serversOf(entries: readonly Layer4Entry[]): {
  readonly servers: readonly CaddyItem[];
  readonly clashes: readonly Problem[];
} {
  const groups = new Map<string, Layer4Entry[]>();
  for (const entry of entries) {
    const key = entry.protocol === 'udp' ? `udp/:${entry.port}` : `:${entry.port}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const servers: CaddyItem[] = [];
  const clashes: Problem[] = [];
  for (const [key, members] of groups) {
    const [only, ...others] = members;
    const isClash = others.length > 0 && key.startsWith('udp');
    if (isClash) clashes.push(...members.map((entry) => sharedPort(entry)));
    else if (only && others.length === 0) servers.push(lonely(only));
    else servers.push({ words: [key], block: members.flatMap(routed) });
  }
  return { servers, clashes };
}

function sharedPort({ host, port }: Layer4Entry): Problem {
  const reason = `several ask for port ${port} of UDP, where nothing tells them apart`;
  return leftOut(host, { reason, at: host.at });
}

function lonely({ domain, port, protocol, config }: Layer4Entry): CaddyItem {
  const address = `${protocol === 'udp' ? 'udp/' : ''}${domain}:${port}`;
  return { words: [address], block: body(config) };
}

function routed({ domain, config }: Layer4Entry): readonly CaddyItem[] {
  const matcher = `@${domain.replace(/[.-]/g, '_')}`;
  return [
    { words: [matcher, 'http', 'host', domain] },
    { words: ['route', matcher], block: withinRoute(config) },
  ];
}

/** Routes take no routes inside: a lone one without a condition is taken apart, others go into a part of their own. */
function withinRoute(config: string): readonly CaddyItem[] {
  const [only, ...others] = readCaddyfile(config).directives;
  const isLone = only?.block !== undefined && others.length === 0;
  if (!isLone || only.words.length !== 1 || only.words[0]?.text !== 'route') {
    return config.trim() === '' ? [] : [{ words: ['subroute'], block: body(config) }];
  }
  const opening = config.indexOf('{', only.words[0].end);
  return body(config.slice(opening + 1, only.end - 1));
}

function body(config: string): readonly CaddyItem[] {
  return config.trim() === '' ? [] : [{ written: config.trim() }];
}
