import { known } from '#analyzer/facts/cell.ts';
import { type EmitContext, type Emitted, emitter, type Problem } from '../emitter.ts';
import type { ValuesOf } from '../options.ts';
import { prettyJson } from '../print/json.ts';
import { NixCode, type NixData, nixExpression } from '../print/nix.ts';
import { clusterOptions, servingCluster } from './cluster.ts';
import { guardedHosts } from './guarded-hosts.ts';
import { type Guarded, kanidmOptions } from './kanidm.ts';

const options = {
  ...clusterOptions,
  ...kanidmOptions,
  secret: {
    summary:
      'The sops secret of a client, with `{CONTEXT}` for its name in capitals; none when empty.',
    default: 'KANIDM/OAUTH2/{CONTEXT}_SECRET',
  },
  'display-names': {
    summary: 'Whether every word of a name for people has a capital, or the first one.',
    default: 'words',
    choices: ['words', 'sentence'],
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const kanidmProvisioning = emitter({
  name: 'kanidm-provisioning',
  summary: 'Clients of Kanidm for the virtual hosts that people log in for.',
  inputs: ['host', 'secret'],
  formats: ['nix', 'json'],
  output: 'caddy/kanidm-clients.nix',
  effect: 'configuration',
  options,
  emit: (context): Emitted => {
    const cluster = servingCluster(context);
    if ('message' in cluster) return { parts: [], problems: [cluster] };
    const { guarded, problems } = guardedHosts({ cluster, context });
    const clients = clientsOf(guarded);
    const made = context.format === 'json' ? jsonText(clients, context) : nixText(clients, context);
    return { parts: [{ names: {}, text: made.text }], problems: [...problems, ...made.problems] };
  },
});

interface Client {
  readonly name: string;
  readonly members: readonly Guarded[];
}

/** In the order of their names. */
function clientsOf(guarded: readonly Guarded[]): readonly Client[] {
  const names = [...new Set(guarded.map(({ login }) => login.context))].toSorted();
  return names.map((name) => {
    return { name, members: guarded.filter(({ login }) => login.context === name) };
  });
}

/** What Kanidm has to know of a client; its secret is a file and stays one. */
function clientData<Secret>(
  { name, members }: Client,
  secret: Secret | undefined,
  context: Context,
) {
  const groups = members.flatMap(({ login }) => login.allowGroups.map(withoutDomain));
  const scopes = members[0]?.login.scopes ?? [];
  return {
    displayName: displayName(name, context),
    originUrl: members.map(({ domain }) => {
      return `https://${domain}/auth/oauth2/${name}/authorization-code-callback`;
    }),
    originLanding: `https://${members[0]?.domain ?? ''}`,
    ...(secret === undefined ? {} : { basicSecretFile: secret }),
    scopeMaps: Object.fromEntries([...new Set(groups)].toSorted().map((group) => [group, scopes])),
  };
}

function withoutDomain(group: string): string {
  return group.replace(/@.*$/s, '');
}

function displayName(name: string, { options: { 'display-names': style } }: Context): string {
  const words = name.replaceAll('-', ' ');
  const start = style === 'words' ? /(?:^|\s)\S/g : /^\S/;
  return words.replace(start, (letter) => letter.toUpperCase());
}

interface Made {
  readonly text: string;
  readonly problems: readonly Problem[];
}

function nixText(clients: readonly Client[], context: Context): Made {
  const hasSecrets = context.options.secret !== '' && clients.length > 0;
  const systems = Object.fromEntries(
    clients.map((client): [string, NixData] => {
      const secret = secretName(client, context);
      const file = new NixCode(`config.sops.secrets.${nixExpression(secret)}.path`);
      return [client.name, clientData<NixCode>(client, hasSecrets ? file : undefined, context)];
    }),
  );
  const body = nixExpression({
    services: { kanidm: { provision: { systems: { oauth2: systems } } } },
  });
  return { text: `${hasSecrets ? '{ config, ... }:\n' : ''}${body}\n`, problems: [] };
}

function jsonText(clients: readonly Client[], context: Context): Made {
  const problems: Problem[] = [];
  const entries = clients.map((client) => {
    const file = secretFile(client, context);
    if (typeof file === 'object') problems.push(file);
    const path = typeof file === 'string' ? file : undefined;
    return [client.name, clientData<string>(client, path, context)] as const;
  });
  return { text: prettyJson(Object.fromEntries(entries)), problems };
}

function secretName({ name }: Client, { options: { secret } }: Context): string {
  return secret.replaceAll('{CONTEXT}', name.toUpperCase());
}

/** Where the machine with Kanidm has the secret of a client. */
function secretFile(client: Client, context: Context): string | Problem | undefined {
  if (context.options.secret === '') return undefined;
  const name = secretName(client, context);
  const rows = context.facts
    .table('secret')
    .rows.filter((row) => row.manager === 'sops' && row.scope === 'system' && row.name === name);
  const paths = new Set(rows.flatMap(({ path }) => known(path) ?? []));
  const [path, ...others] = paths;
  if (path !== undefined && others.length === 0) return path;
  const at = rows[0]?.at ?? client.members[0]?.host.at;
  return { message: `the file of the secret \`${name}\` is not known`, at };
}
