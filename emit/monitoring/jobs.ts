import type { Emitted, Problem } from '../emitter.ts';
import {
  type Fleet,
  hostNameOf,
  isSet,
  machinesOf,
  namesIn,
  nodeAt,
  optionsOn,
  partOf,
} from '../fleet-options.ts';
import type { Plain } from '../values.ts';
import { usualPorts } from './job-options.ts';

/** One thing that Prometheus measures on machines. */
export interface Job {
  readonly name: string;
  /** `host:port`, in the order of the machines. */
  readonly targets: readonly string[];
}

export interface Jobs {
  readonly jobs: readonly Job[];
  readonly problems: readonly Problem[];
}

export interface JobOptions {
  readonly enabled: string;
  readonly exporters: string;
  readonly ports: Readonly<Record<string, string>>;
  readonly order: readonly string[];
}

const upstream = 'services.prometheus.exporters';

/** The exporters that are certainly on, as jobs with the machines that have them. */
export function jobsOf(fleet: Fleet, options: JobOptions): Jobs {
  const own = exportersBy(fleet, options.exporters);
  const withOwn = new Set(own.hosts);
  const others = { ...fleet, wants: (host: string) => fleet.wants(host) && !withOwn.has(host) };
  const plain = exportersBy(others, upstream);
  const off = disabledHosts(fleet, options.enabled);
  const targets = new Map<string, string[]>();
  const problems = [...own.problems, ...plain.problems, ...off.problems];
  for (const host of machinesOf(fleet)) {
    if (off.hosts.has(host)) continue;
    const names = [...(own.exporters.get(host) ?? []), ...(plain.exporters.get(host) ?? [])];
    for (const name of names) {
      const port = portOf(fleet, { host, name }, options.ports);
      if (typeof port !== 'number') problems.push(port);
      else targets.set(name, [...(targets.get(name) ?? []), `${hostNameOf(fleet, host)}:${port}`]);
    }
  }
  const names = inOrder([...targets.keys()], options.order, fleet.compare);
  return { jobs: names.map((name) => ({ name, targets: targets.get(name) ?? [] })), problems };
}

/** What is emitted where no exporter certainly is on. */
export function nothingMeasured(problems: readonly Problem[]): Emitted {
  const message = 'nothing is known to be measured on any machine';
  return { parts: [], problems: [...problems, { message }] };
}

interface Exporters {
  readonly hosts: readonly string[];
  /** Names of the exporters that are on, by machine. */
  readonly exporters: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly Problem[];
}

function exportersBy(fleet: Fleet, path: string): Exporters {
  if (path === '') return { hosts: [], exporters: new Map(), problems: [] };
  const { found, problems } = optionsOn(fleet, path, ([name, column]) => {
    return column === 'enable' || (name === undefined && path === upstream);
  });
  const exporters = found.map(({ host, value }): [string, readonly string[]] => [host, on(value)]);
  return {
    hosts: found.map(({ host }) => host),
    exporters: new Map(exporters),
    problems,
  };
}

function on(exporters: Plain): readonly string[] {
  return Object.entries(isSet(exporters) ? exporters : {}).flatMap(([name, exporter]) =>
    partOf(exporter, 'enable') === true ? [name] : [],
  );
}

function disabledHosts(
  fleet: Fleet,
  path: string,
): { readonly hosts: ReadonlySet<string>; readonly problems: readonly Problem[] } {
  if (path === '') return { hosts: new Set(), problems: [] };
  const { found, problems } = optionsOn(fleet, path);
  const off = found.filter(({ value }) => value === false);
  return { hosts: new Set(off.map(({ host }) => host)), problems };
}

/** Where an exporter listens: as the machine says, else as the emitter is told, else as NixOS chooses. */
function portOf(
  { facts, machine }: Fleet,
  { host, name }: { readonly host: string; readonly name: string },
  ports: Readonly<Record<string, string>>,
): number | Problem {
  const listeners = facts.table('listener').rows.filter((row) => {
    return row.host === host && row.source === `${upstream}.${name}.port`;
  });
  const [listener, another] = listeners;
  if (listener !== undefined && another === undefined) return listener.port;
  const names = namesIn(`${upstream}.${name}.port`);
  const found = machine(host);
  const node = found && !('wrong' in names) ? nodeAt(found, names) : undefined;
  const [definition] = node?.definitions ?? [];
  const usual = Number(ports[name] ?? usualPorts[name]);
  if (definition === undefined && Number.isInteger(usual)) return usual;
  const message = `the port of \`${name}\` on \`${host}\` is not known`;
  return { message, at: definition?.at ?? definition?.content.site };
}

/** The names that somebody put in order, then the others. */
function inOrder(
  names: readonly string[],
  order: readonly string[],
  compare: (a: string, b: string) => number,
): readonly string[] {
  const first = order.filter((name) => names.includes(name));
  const others = names.filter((name) => !order.includes(name)).toSorted(compare);
  return [...first, ...others];
}
