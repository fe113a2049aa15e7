import { type Emitted, emitter } from '../emitter.ts';
import { type CaddyItem, caddyfile } from '../print/caddyfile.ts';
import { clusterOptions, servingCluster } from './cluster.ts';
import { guardedHosts } from './guarded-hosts.ts';
import { type Guarded, kanidmOptions, variablePrefix } from './kanidm.ts';

export const kanidmSecurity = emitter({
  name: 'kanidm-security',
  summary: 'The part of Caddy that lets people log in at Kanidm.',
  inputs: ['host'],
  formats: ['caddyfile'],
  output: 'caddy/security.caddyfile',
  effect: 'configuration',
  options: { ...clusterOptions, ...kanidmOptions },
  emit: (context): Emitted => {
    const cluster = servingCluster(context);
    if ('message' in cluster) return { parts: [], problems: [cluster] };
    const { guarded, problems } = guardedHosts({ cluster, context });
    const items = guarded.length === 0 ? [] : securityItems(guarded);
    return { parts: [{ names: {}, text: caddyfile(items) }], problems };
  },
});

/** Global options, for the block without addresses at the head of a Caddyfile. */
function securityItems(guarded: readonly Guarded[]): readonly CaddyItem[] {
  return [
    { words: ['order', 'authenticate', 'before', 'respond'] },
    { words: ['order', 'authorize', 'before', 'reverse_proxy'] },
    {
      words: ['security'],
      block: [...providers(guarded), ...guarded.map(portal), ...guarded.map(policy)],
    },
  ];
}

/** One for each context, in the order of their names. */
function providers(guarded: readonly Guarded[]): readonly CaddyItem[] {
  const contexts = new Map(
    guarded.toReversed().map(({ login }) => [login.context, login] as const),
  );
  return [...contexts.values()]
    .toSorted((a, b) => (a.context < b.context ? -1 : 1))
    .map(({ context, authDomain, scopes }) => {
      const secret = `{env.OAUTH_${variablePrefix(context)}_CLIENT_SECRET}`;
      const metadata = `https://${authDomain}/oauth2/openid/${context}/.well-known/openid-configuration`;
      return {
        words: ['oauth', 'identity', 'provider', context],
        block: [
          { words: ['realm', context] },
          { words: ['driver', 'generic'] },
          { words: ['client_id', context] },
          { words: ['client_secret', secret] },
          { words: ['metadata_url', metadata] },
          { words: ['scopes', ...scopes] },
        ],
      };
    });
}

function portal({ host, domain, login }: Guarded): CaddyItem {
  return {
    words: ['authentication', 'portal', `${host.name}_portal`],
    block: [
      { words: ['crypto', 'default', 'token', 'lifetime', String(login.tokenLifetime)] },
      { words: ['cookie', 'domain', domain] },
      { words: ['crypto', 'key', 'sign-verify', sharedKey(login.context)] },
      { words: ['enable', 'identity', 'provider', login.context] },
    ],
  };
}

function policy({ host, domain, login }: Guarded): CaddyItem {
  const { context, allowGroups } = login;
  return {
    words: ['authorization', 'policy', `${host.name}_policy`],
    block: [
      { words: ['set', 'auth', 'url', `https://${domain}/auth/oauth2/${context}`] },
      { words: ['crypto', 'key', 'sign-verify', sharedKey(context)] },
      ...allowGroups.map((group) => ({ words: ['allow', 'groups', group] })),
    ],
  };
}

function sharedKey(context: string): string {
  return `{env.${variablePrefix(context)}_SHARED_KEY}`;
}
