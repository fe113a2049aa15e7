import type { Site } from '#analyzer/site.ts';
import type { Emitted, Problem } from '../emitter.ts';
import {
  agreedText,
  columns,
  type Fleet,
  hostNameOf,
  isSet,
  machinesOf,
  optionsOn,
  textsOf,
  withoutOption,
} from '../fleet-options.ts';

/** Options of emitters that tell which machines need databases of another one. */
export const guardianOptions = {
  databases: {
    summary: 'The options in which machines name the databases that they use.',
    default: ['server.database.postgres', 'server.database.redis'],
  },
  services: {
    summary: 'The option with the units that need the databases.',
    default: 'server.database.dependentServices',
  },
  primary: {
    summary: 'The option that names the machine with the databases.',
    default: 'server.ioPrimaryHost',
  },
} as const;

/** A machine that needs databases of another one. */
export interface DatabaseClient {
  readonly host: string;
  /** What others call it. */
  readonly name: string;
  readonly databases: readonly string[];
  /** The units that stop before the databases do, with their suffixes. */
  readonly units: readonly string[];
  readonly at: Site | undefined;
}

interface GuardianOptions {
  readonly databases: readonly string[];
  readonly services: string;
  readonly primary: string;
}

export interface DatabaseClients {
  /** What is emitted instead where no machine can ask for databases. */
  readonly nothing: Emitted | undefined;
  readonly clients: readonly DatabaseClient[];
  readonly problems: readonly Problem[];
}

/** The machines that need databases of another one, in their order, and what of them does. */
export function databaseClients(fleet: Fleet, options: GuardianOptions): DatabaseClients {
  const primary = agreedText(fleet, options.primary);
  const asked = options.databases.map((path) => optionsOn(fleet, path, columns()));
  const services = optionsOn(fleet, options.services);
  const found = asked.flatMap((each) => each.found).filter(({ host }) => host !== primary.value);
  const clients = machinesOf(fleet).flatMap((host): DatabaseClient[] => {
    const own = found.filter((each) => each.host === host);
    const names = own.flatMap(({ value }) => (isSet(value) ? Object.keys(value) : []));
    if (names.length === 0) return [];
    const units = services.found.filter((each) => each.host === host);
    return [
      {
        host,
        name: hostNameOf(fleet, host),
        databases: [...new Set(names)].toSorted(fleet.compare),
        units: [...new Set(units.flatMap(({ value }) => textsOf(value)).map(unitName))].toSorted(
          fleet.compare,
        ),
        at: own[0]?.at,
      },
    ];
  });
  const problems = [primary, ...asked, services].flatMap((each) => each.problems);
  const nothing = withoutOption(options.databases, {
    found: asked.flatMap((each) => each.found),
    problems: asked.flatMap((each) => each.problems),
  });
  return { nothing, clients, problems };
}

/** A service may be named without its suffix. */
function unitName(name: string): string {
  return /\.(?:service|socket|target|timer|path|mount|slice)$/.test(name)
    ? name
    : `${name}.service`;
}
