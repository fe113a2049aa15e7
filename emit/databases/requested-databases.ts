import type { Site } from '#analyzer/site.ts';
import type { Emitted, Problem } from '../emitter.ts';
import {
  columns,
  type Fleet,
  isSet,
  optionsOn,
  partOf,
  textAt,
  withoutOption,
} from '../fleet-options.ts';

/** A database that a machine asks the fleet's server for. */
export interface RequestedDatabase {
  readonly host: string;
  readonly name: string;
  readonly user: string;
  /** The file with the password of the user; `undefined` where nobody says it. */
  readonly passwordFile: string | undefined;
  readonly at: Site | undefined;
}

export interface RequestedDatabases {
  /** What is emitted instead where no machine can ask for databases. */
  readonly nothing: Emitted | undefined;
  readonly databases: readonly RequestedDatabase[];
  readonly problems: readonly Problem[];
}

/** The option of emitters that tells where machines ask for databases. */
export const databasesOption = {
  summary: 'The option in which machines name the databases that they use.',
  default: 'server.database.postgres',
} as const;

/** The databases that machines ask for, by their names; of two with one name the first stays. */
export function requestedDatabases(fleet: Fleet, path: string): RequestedDatabases {
  const { found, problems } = optionsOn(fleet, path, columns('database', 'user'));
  const all = found.flatMap(({ host, value, at }) =>
    Object.entries(isSet(value) ? value : {}).map(([key, database]): RequestedDatabase => {
      const name = textAt(database, 'database') ?? key;
      const user = textAt(database, 'user') ?? name;
      return { host, name, user, passwordFile: textAt(partOf(database, 'password'), 'path'), at };
    }),
  );
  const byName = new Map<string, RequestedDatabase>();
  const clashes = all.flatMap((database): Problem[] => {
    const other = byName.get(database.name);
    byName.set(database.name, other ?? database);
    if (other === undefined) return [];
    const message = `\`${database.host}\` and \`${other.host}\` both ask for the database \`${database.name}\``;
    return [{ message, at: database.at }];
  });
  const databases = [...byName.values()].toSorted((a, b) => fleet.compare(a.name, b.name));
  const nothing = withoutOption([path], { found, problems });
  return { nothing, databases, problems: [...problems, ...clashes] };
}
