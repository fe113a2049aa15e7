import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import { indented } from '../fence.ts';
import type { ValuesOf } from '../options.ts';
import { nixBindings } from '../print/nix.ts';
import { certificateEntries } from './certificate-entries.ts';
import { entriesIn } from './nix-entries.ts';
import { roleOptions, rolesOf } from './roles.ts';
import { proxyHere, type RouteTarget, targetIn } from './route-targets.ts';

const options = {
  ...roleOptions,
  routes: {
    summary: 'Where each domain goes: `8083`, `orchard:8083` or `10.90.0.2:8083`.',
    default: {} as Readonly<Record<string, string>>,
  },
  websockets: {
    summary: 'The domains whose requests may become web sockets.',
    default: [] as readonly string[],
  },
  mails: {
    summary: 'The address for certificates of a domain and those below it.',
    default: {} as Readonly<Record<string, string>>,
  },
  part: {
    summary: 'A module, or only what stands inside of one of its two sets.',
    default: 'module',
    choices: ['module', 'certificates', 'virtual-hosts'],
  },
} as const;

export type HostOptions = ValuesOf<typeof options>;
type Context = EmitContext<HostOptions>;

export const virtualHosts = emitter({
  name: 'virtual-hosts',
  summary: 'A certificate and a virtual host of nginx for each route that is written down.',
  inputs: ['host', 'tunnel', 'route', 'certificate'],
  formats: ['nix'],
  output: 'machines/{host}/routes.nix',
  effect: 'configuration',
  options,
  emit: (context) => {
    const { facts, wants } = context;
    const { roles, problems } = rolesOf(facts, context.options);
    const host = proxyHere(facts, roles);
    if (typeof host !== 'string') return { parts: [], problems: [...problems, none(host.problem)] };
    if (!wants(host)) return { parts: [], problems };
    const proxy = { host, existing: context.existing({ host }) ?? '' };
    const hosts = hostEntries(context, proxy);
    const certificates = certificateEntries(context, {
      ...proxy,
      domains: [...hosts.entries.keys()],
    });
    const text = textOf(context, hosts.entries, certificates.entries);
    return {
      parts: [{ names: { host }, text }],
      problems: [...problems, ...hosts.problems, ...certificates.problems],
    };
  },
});

function none(problem: string): Problem {
  return { message: `no virtual host is written: ${problem}` };
}

/** Bindings by the domain that they are of. */
export interface Entries {
  readonly entries: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** The machine that entries are for, and what their output has now. */
export interface EntryPlace {
  readonly host: string;
  readonly existing: string;
}

function hostEntries(context: Context, { host, existing }: EntryPlace): Entries {
  const {
    facts,
    options: { routes, websockets, part, ...names },
    compare,
  } = context;
  const { roles } = rolesOf(facts, names);
  const before = part === 'certificates' ? new Map() : hostsIn(existing);
  const entries = new Map<string, string>();
  const problems: Problem[] = [];
  for (const domain of Object.keys(routes).toSorted(compare)) {
    const target = targetIn(facts, routes[domain] ?? '', roles);
    const own = before.get(domain);
    const other = facts
      .table('route')
      .rows.find((row) => row.host === host && row.domain === domain);
    if ('problem' in target) problems.push({ message: `\`${domain}\`: ${target.problem}` });
    else if (part !== 'certificates' && own === undefined && other !== undefined)
      problems.push({ message: `\`${domain}\` is served elsewhere already`, at: other.at });
    else {
      const route = { domain, target, isOpen: websockets.includes(domain) };
      entries.set(domain, own === undefined ? newHost(route) : withRoute(own, route));
    }
  }
  return { entries, problems };
}

function hostsIn(text: string): ReadonlyMap<string, string> {
  return entriesIn(text, ['services', 'nginx', 'virtualHosts']);
}

interface Route {
  readonly domain: string;
  readonly target: RouteTarget;
  /** Whether requests may become web sockets. */
  readonly isOpen: boolean;
}

function newHost({ domain, target, isOpen }: Route): string {
  const proxyPass = `http://${target.address}:${target.port}`;
  const locations = { '/': { proxyPass, proxyWebsockets: isOpen } };
  return nixBindings({ [domain]: { enableACME: true, forceSSL: true, locations } }).trimEnd();
}

/** What somebody wrote, with requests going where they should where that is one place. */
function withRoute(written: string, { target, isOpen }: Route): string {
  const place = /\bproxyPass\s*=\s*"(https?):\/\/([^/"$]*)/g;
  const found = [...written.matchAll(place)];
  const wanted = `${target.address}:${target.port}`;
  const moved =
    found.length === 1
      ? written.replace(place, (all, _, old: string) => all.slice(0, -old.length) + wanted)
      : written;
  return isOpen ? moved.replace(/\b(proxyWebsockets\s*=\s*)false/g, '$1true') : moved;
}

function textOf(
  { options: { part } }: Context,
  hosts: ReadonlyMap<string, string>,
  certificates: ReadonlyMap<string, string>,
): string {
  const lines = (entries: ReadonlyMap<string, string>): string =>
    [...entries.values()].map((entry) => `${entry}\n`).join('');
  if (part === 'certificates') return lines(certificates);
  if (part === 'virtual-hosts') return lines(hosts);
  return [
    '{\n',
    `  security.acme.certs = {\n${indented(lines(certificates), '    ')}  };\n`,
    `  services.nginx.virtualHosts = {\n${indented(lines(hosts), '    ')}  };\n`,
    '}\n',
  ].join('');
}
