import { isUndecided } from '#analyzer/facts/cell.ts';
import type { TunnelRouteRow } from '#analyzer/facts/network.ts';
import { type EmitContext, type Emitted, emitter, type Problem } from '../emitter.ts';
import type { ValuesOf } from '../options.ts';
import { prettyJson } from '../print/json.ts';
import { nixExpression } from '../print/nix.ts';
import { yamlText } from '../print/yaml.ts';
import { type Cluster, clusterOptions, optionValue, servingCluster } from './cluster.ts';
import { isSet, textAt } from './fields.ts';
import { leftOut, virtualHostsOf } from './virtual-hosts.ts';

const options = {
  ...clusterOptions,
  'tunnels-option': {
    summary: 'The option of the machine in front that has tunnels of Cloudflare.',
    default: 'services.cloudflared.tunnels',
  },
  'tunnel-id': {
    summary: 'The attribute of the tunnel; the only one of the machine when empty.',
    default: '',
  },
  fallback: {
    summary: 'What answers for other names; what the tunnel says when empty.',
    default: '',
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const cloudflaredIngress = emitter({
  name: 'cloudflared-ingress',
  summary: 'What a tunnel of Cloudflare leads to Caddy: the public virtual hosts.',
  inputs: ['host', 'tunnel-route'],
  formats: ['yaml', 'nix', 'json'],
  output: 'caddy/cloudflared.yaml',
  effect: 'configuration',
  options,
  emit: (context): Emitted => {
    const cluster = servingCluster(context);
    if ('message' in cluster) return { parts: [], problems: [cluster] };
    const tunnel = tunnelOf(cluster, context);
    if (typeof tunnel !== 'string') return { parts: [], problems: [tunnel] };
    const { rules, problems } = rulesOf(tunnel, cluster, context);
    const fallback = fallbackOf(tunnel, cluster, context);
    if (typeof fallback !== 'string') return { parts: [], problems: [...problems, fallback] };
    return { parts: [{ names: {}, text: textOf({ tunnel, rules, fallback }, context) }], problems };
  },
});

/** A name that people ask for, and where the tunnel leads. */
interface Rule {
  readonly hostname: string;
  readonly path?: string;
  readonly service: string;
}

interface Tunnel {
  readonly tunnel: string;
  readonly rules: readonly Rule[];
  readonly fallback: string;
}

function tunnelOf({ primary }: Cluster, { options: set }: Context): string | Problem {
  if (set['tunnel-id'] !== '') return set['tunnel-id'];
  const option = set['tunnels-option'];
  const all = optionValue(primary, option);
  const names = new Set([
    ...(isSet(all?.value) ? Object.keys(all.value) : []),
    ...(all?.missing ?? []).flatMap(({ path: [name] }) => name ?? []),
  ]);
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0) return name;
  const found = name === undefined ? 'no tunnel' : `several tunnels: ${[...names].join(', ')}`;
  return { message: `\`${option}\` of \`${primary.name}\` has ${found}` };
}

function fallbackOf(
  tunnel: string,
  { primary }: Cluster,
  { options: set }: Context,
): string | Problem {
  if (set.fallback !== '') return set.fallback;
  const option = set['tunnels-option'];
  const said = textAt(optionValue(primary, option), tunnel, 'default');
  if ('value' in said) return said.value ?? 'http_status:404';
  const { reason, at } = said.unknown;
  return { message: `what answers for other names is not known: ${reason}`, at };
}

interface Rules {
  readonly rules: readonly Rule[];
  readonly problems: readonly Problem[];
}

/** A rule for each public virtual host, and those that the tunnel has beside them. */
function rulesOf(tunnel: string, cluster: Cluster, context: Context): Rules {
  const { hosts, problems } = virtualHostsOf(cluster, context);
  const own = new Map<string, Rule>();
  const left: Problem[] = [...problems];
  for (const host of hosts) {
    const { isPublic, domain } = host;
    if ('unknown' in isPublic) left.push(leftOut(host, isPublic.unknown));
    else if (isPublic.value && 'unknown' in domain) left.push(leftOut(host, domain.unknown));
    else if (isPublic.value && 'value' in domain)
      own.set(domain.value, { hostname: domain.value, service: `https://${domain.value}` });
  }
  const rows = context.facts.table('tunnel-route').rows.filter((row) => {
    return row.host === cluster.primary.name && row.tunnel === tunnel && !own.has(row.domain);
  });
  const others = rows.map(otherRule);
  const rules = [...own.values(), ...others.flatMap((rule) => ('message' in rule ? [] : [rule]))];
  return {
    rules: rules.toSorted((a, b) => byWildcard(a, b) || context.compare(a.hostname, b.hostname)),
    problems: [...left, ...others.flatMap((rule) => ('message' in rule ? [rule] : []))],
  };
}

/** The first rule that fits is taken, so names with a star come last. */
function byWildcard(a: Rule, b: Rule): number {
  return Number(a.hostname.startsWith('*')) - Number(b.hostname.startsWith('*'));
}

function otherRule({ domain, path, service, at }: TunnelRouteRow): Rule | Problem {
  const unclear = isUndecided(service) ? service : isUndecided(path) ? path : undefined;
  if (unclear !== undefined || isUndecided(service) || isUndecided(path) || service === undefined) {
    const reason = unclear?.undecided ?? 'it leads nowhere';
    return { message: `the name \`${domain}\`: ${reason}`, at };
  }
  return { hostname: domain, ...(path === undefined ? {} : { path }), service };
}

function textOf({ tunnel, rules, fallback }: Tunnel, { format }: Context): string {
  if (format !== 'nix') {
    const value = {
      tunnel,
      ingress: [...rules.map((rule) => ({ ...rule })), { service: fallback }],
    };
    return format === 'json' ? prettyJson(value) : yamlText(value);
  }
  const ingress = Object.fromEntries(
    rules.map(({ hostname, path, service }) => {
      return [hostname, path === undefined ? service : { path, service }];
    }),
  );
  const tunnels = { [tunnel]: { default: fallback, ingress } };
  return `${nixExpression({ services: { cloudflared: { tunnels } } })}\n`;
}
