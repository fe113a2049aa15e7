import type { EmitContext, Problem } from '../emitter.ts';
import { emitter } from '../emitter.ts';
import type { ValuesOf } from '../options.ts';
import { type CaddyItem, caddyBlocks, caddyProblem } from '../print/caddyfile.ts';
import { type Cluster, clusterOptions, servingCluster } from './cluster.ts';
import { type Addition, additionsTo, extensionOptions } from './extensions.ts';
import { allOf, type Field, flagAt, mapped } from './fields.ts';
import { kanidmOptions } from './kanidm.ts';
import { resolved, upstreamOptions } from './local-addresses.ts';
import { leftOut, type VirtualHost, virtualHostsOf } from './virtual-hosts.ts';

const options = {
  ...clusterOptions,
  ...extensionOptions,
  ...kanidmOptions,
  ...upstreamOptions,
  snippet: {
    summary: 'The snippet that every virtual host imports first; none when empty.',
    default: 'default',
  },
  order: {
    summary: 'Snippets that extensions import come before what they write, or all by priority.',
    default: 'imports-first',
    choices: ['imports-first', 'priority'],
  },
  'standard-port': {
    summary: 'Whether addresses have their port where it is 443.',
    default: 'written',
    choices: ['written', 'omitted'],
  },
  'certificate-folder': {
    summary: 'The folder with a folder per ACME certificate; Caddy gets its own when empty.',
    default: '/var/lib/acme',
  },
  'log-folder': {
    summary: 'The folder for an access log of each virtual host; no logs when empty.',
    default: '/var/log/caddy',
  },
  'log-mode': {
    summary: 'The mode of access logs; that of Caddy when empty.',
    default: '0640',
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const caddyVirtualHosts = emitter({
  name: 'caddy-virtual-hosts',
  summary: 'Sites of Caddy for the virtual hosts that all machines ask for.',
  inputs: ['host'],
  formats: ['caddyfile'],
  output: 'caddy/virtual-hosts.caddyfile',
  effect: 'configuration',
  options,
  emit: (context) => {
    const cluster = servingCluster(context);
    if ('message' in cluster) return { parts: [], problems: [cluster] };
    const { hosts, problems } = virtualHostsOf(cluster, context);
    const sites = hosts.map((host) => ({ host, site: siteOf(host, cluster, context) }));
    const { kept, clashes } = withoutClashes(sites);
    const text = caddyBlocks(kept.toSorted(byName(context)).map(({ items }) => items));
    const left = sites.flatMap(({ host, site }) =>
      'unknown' in site ? [leftOut(host, site.unknown)] : [],
    );
    return { parts: [{ names: {}, text }], problems: [...problems, ...left, ...clashes] };
  },
});

interface Site {
  readonly addresses: readonly string[];
  readonly items: CaddyItem;
}

function byName({ compare }: Context): (a: Site, b: Site) => number {
  return (a, b) => compare(a.addresses[0] ?? '', b.addresses[0] ?? '');
}

/** The site of a virtual host, where everything that belongs to it is known. */
function siteOf(host: VirtualHost, cluster: Cluster, context: Context): Field<Site> {
  const source = { cluster, context };
  const text = resolved(host, host.extraConfig, source);
  if ('unknown' in text) return text;
  const problem = caddyProblem(text.value);
  if (problem !== undefined) return { unknown: { reason: problem, at: host.at } };
  const parts = allOf({
    domain: host.domain,
    aliases: host.aliases,
    ports: host.listenPorts,
    additions: additionsTo(host, text.value, source),
    hasCertificate: flagAt(host.value, 'useAcmeCerts'),
  });
  return mapped(parts, ({ domain, aliases, ports, additions, hasCertificate }) => {
    const [port = 443, ...others] = ports;
    const first = `${domain}:${port}`;
    const further = others.flatMap((other) =>
      [domain, ...aliases].map((name) => `${name}:${other}`),
    );
    const all = [first, ...aliases, ...further].map((name) => shortened(name, context));
    const addresses = [...new Set(all)];
    const block = [
      ...(hasCertificate === false ? [] : certificateItems(domain, context)),
      ...logItems(first, context),
      ...bodyItems(text.value, additions, context),
    ];
    return { addresses, items: { words: addressWords(addresses), block } };
  });
}

function shortened(address: string, { options: { 'standard-port': port } }: Context): string {
  return port === 'omitted' ? address.replace(/:443$/, '') : address;
}

/** Sites may be named with commas between them. */
function addressWords(addresses: readonly string[]): readonly string[] {
  const last = addresses.length - 1;
  return addresses.map((address, index) => (index === last ? address : `${address},`));
}

function bodyItems(
  text: string,
  additions: readonly Addition[],
  { options: { snippet, order } }: Context,
): readonly CaddyItem[] {
  const isLate = ({ items }: Addition): boolean =>
    order === 'imports-first' && !items.every(isImport);
  const sorted = [...additions.filter((one) => !isLate(one)), ...additions.filter(isLate)];
  const isHeld = additions.some(({ holdsConfig }) => holdsConfig);
  return [
    ...(snippet === '' ? [] : [{ words: ['import', snippet] }]),
    ...sorted.flatMap(({ items }) => items),
    ...(isHeld || text.trim() === '' ? [] : [{ written: text.trim() }]),
  ];
}

function isImport(item: CaddyItem): boolean {
  if ('written' in item) return item.written.split('\n').every((line) => /^\s*import\s/.test(line));
  return item.words[0] === 'import';
}

/** As the module of NixOS has it, for a certificate that ACME gets. */
function certificateItems(
  domain: string,
  { options: { 'certificate-folder': folder } }: Context,
): readonly CaddyItem[] {
  if (folder === '') return [];
  const path = `${folder}/${domain}`;
  return [{ words: ['tls', `${path}/cert.pem`, `${path}/key.pem`] }];
}

function logItems(
  address: string,
  { options: { 'log-folder': folder, 'log-mode': mode } }: Context,
): readonly CaddyItem[] {
  if (folder === '') return [];
  const words = ['output', 'file', `${folder}/access-${address.replace(/[/ ]/g, '_')}.log`];
  const block = mode === '' ? undefined : [{ words: ['mode', mode] }];
  return [{ words: ['log'], block: [{ words, block }] }];
}

interface Candidate {
  readonly host: VirtualHost;
  readonly site: Field<Site>;
}

/** Of sites with an address in common none stays: Caddy takes neither, and Nix would join them. */
function withoutClashes(candidates: readonly Candidate[]): {
  readonly kept: readonly Site[];
  readonly clashes: readonly Problem[];
} {
  const owners = new Map<string, VirtualHost[]>();
  for (const { host, site } of candidates) {
    if ('unknown' in site) continue;
    for (const address of site.value.addresses)
      owners.set(address, [...(owners.get(address) ?? []), host]);
  }
  const kept: Site[] = [];
  const clashes: Problem[] = [];
  for (const { host, site } of candidates) {
    if ('unknown' in site) continue;
    const shared = site.value.addresses.find((address) => (owners.get(address)?.length ?? 0) > 1);
    if (shared === undefined) kept.push(site.value);
    else clashes.push(leftOut(host, { reason: `several ask for \`${shared}\``, at: host.at }));
  }
  return { kept, clashes };
}
