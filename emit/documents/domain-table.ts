import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { RouteRow } from '#analyzer/facts/network.ts';
import { passedOn } from '#analyzer/network/domain-table.ts';
import { portComment } from '#analyzer/network/firewall.ts';
import { proxiesOf } from '#analyzer/network/proxies.ts';
import { machineNamed, type Roles } from '#analyzer/network/roles.ts';
import { tellsOfStream } from '#analyzer/network/streams.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import { markdownTable } from '../print/markdown.ts';
import { type TableRow, tableRows } from '../print/written-table.ts';

export const domainTable = emitter({
  name: 'domain-table',
  summary: 'The domains that a proxy passes on, with the port and the service behind each.',
  inputs: ['route', 'listener', 'open-port', 'host'],
  formats: ['markdown'],
  output: 'docs/domains.md',
  effect: 'documentation',
  options: {
    proxy: {
      summary: 'The machine that passes requests on; every one that does, unless one is named.',
      default: '',
    },
    backend: {
      summary: 'The machine behind the proxy; every one that requests go to, unless one is named.',
      default: '',
    },
    streams: {
      summary:
        'Public ports of streams by the names that lead to them: `"git.example.org" = "22"`.',
      default: {} as Readonly<Record<string, string>>,
    },
    headers: {
      summary: 'Titles of the columns for the domain, the port and the service.',
      default: ['Domain', 'Port', 'Service'],
    },
  },
  emit: (context) => {
    const { existing, compare, options } = context;
    const [domain = 'Domain', port = 'Port', service = 'Service'] = options.headers;
    const before = tableRows(existing({}) ?? '');
    const { rows, problems } = rowsOf(context, before);
    const sorted = rows.toSorted((a, b) => compare(a.domain, b.domain));
    const text = markdownTable(
      [domain, port, service],
      sorted.map((row) => [row.domain, row.port, row.service]),
    );
    const isAny = rows.length > 0 || existing({}) !== undefined;
    return { parts: isAny ? [{ names: {}, text }] : [], problems };
  },
});

interface Choice {
  readonly proxy: string;
  readonly backend: string;
  readonly streams: Readonly<Record<string, string>>;
}

type Context = Pick<EmitContext<Choice>, 'facts' | 'options'>;

/** A domain with what people read of it. */
interface DomainRow {
  readonly domain: string;
  readonly port: string;
  readonly service: string;
}

function rowsOf(
  { facts, options }: Context,
  before: readonly TableRow[],
): { readonly rows: readonly DomainRow[]; readonly problems: readonly Problem[] } {
  const roles = rolesOf(facts, options);
  const { proxies } = proxiesOf(facts, roles);
  const problems: Problem[] = [];
  const web = [...passedOn(proxies, roles).values()].map(({ domain, route, ports }) => {
    return rowFor(facts, { domain, route, port: ports.join(', ') }, before);
  });
  const streams = proxies.flatMap(({ routes }) => routes).filter(({ kind }) => kind === 'stream');
  const named = streamNames(before, options.streams).flatMap(({ domain, port }) => {
    const route = streams.find((row) => fits(row, port));
    const upstream = route && known(route['upstream-port']);
    if (route === undefined || upstream === undefined) {
      const message = `no stream is known for \`${domain}\`: it is left out`;
      if (domain in options.streams) problems.push({ message });
      return [];
    }
    const written = `${upstream} (${route.protocol.toUpperCase()} stream)`;
    return [rowFor(facts, { domain, route, port: written }, before)];
  });
  const taken = new Set(web.map(({ domain }) => domain));
  return { rows: [...web, ...named.filter(({ domain }) => !taken.has(domain))], problems };
}

function rolesOf(facts: Facts, { proxy, backend }: Choice): Roles {
  const machine = (name: string): string | undefined =>
    name === '' ? undefined : (machineNamed(facts, name) ?? name);
  return { proxy: machine(proxy), backend: machine(backend) };
}

/** A name of a stream, and the port by which the stream is told: that which people use, or the one behind. */
interface StreamName {
  readonly domain: string;
  readonly port: { readonly public?: number; readonly behind?: number };
}

/** Streams have no names of their own: options give them, or the table that is there. */
function streamNames(
  before: readonly TableRow[],
  options: Choice['streams'],
): readonly StreamName[] {
  const chosen = Object.entries(options).map(([domain, port]): StreamName => {
    return { domain, port: { public: Number(port) } };
  });
  const kept = before.flatMap((cells): StreamName[] => {
    const [domain = '', port = ''] = cells;
    const number = /(?<!\d)\d{1,5}(?!\d)/.exec(port)?.[0];
    const isStream = tellsOfStream(port) && number !== undefined && !(domain in options);
    return isStream ? [{ domain, port: { behind: Number(number) } }] : [];
  });
  return [...chosen, ...kept];
}

function fits(route: RouteRow, { public: outside, behind }: StreamName['port']): boolean {
  if (outside !== undefined) return route['listen-port'] === outside;
  return known(route['upstream-port']) === behind;
}

interface Served {
  readonly domain: string;
  readonly route: RouteRow;
  readonly port: string;
}

/** What people wrote about a domain stays as long as the port is the same. */
function rowFor(
  facts: Facts,
  { domain, route, port }: Served,
  before: readonly TableRow[],
): DomainRow {
  const cells: TableRow = before.find(([name]) => name === domain) ?? [];
  const [, written = '', service = ''] = cells;
  const isSame = numbersIn(written).join() === numbersIn(port).join();
  const own = isSame && written !== '' ? written : port;
  return { domain, port: own, service: service === '' ? (serviceOf(facts, route) ?? '') : service };
}

function numbersIn(text: string): readonly string[] {
  return text.match(/\d+/g) ?? [];
}

/** What the firewall behind calls the port, else what listens there. */
function serviceOf(facts: Facts, route: RouteRow): string | undefined {
  const [host, port] = [known(route['upstream-host']), known(route['upstream-port'])];
  if (host === undefined || port === undefined) return undefined;
  const { protocol } = route;
  const comment = portComment(facts, { host, protocol, port });
  if (comment !== undefined) return comment.toLowerCase();
  const listening = facts.table('listener').rows.filter((row) => {
    const isHere = row.host === host && row.protocol === protocol;
    return isHere && row.port <= port && port <= row['to-port'];
  });
  const services = new Set(listening.map(({ service }) => service));
  return services.size === 1 ? [...services][0] : undefined;
}
