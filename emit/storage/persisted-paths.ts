import { known } from '#analyzer/facts/cell.ts';
import { type Fleet, machinesOf, nodeAt, partOf } from '../fleet-options.ts';
import { optionOf, type Plain, plainOf } from '../values.ts';

/** Where people write what of a home is kept. */
export interface KeptHome {
  readonly user: string;
  /** The home folder, without a slash at its end. */
  readonly folder: string;
  /** The option of the home with `files` and `directories`. */
  readonly option: readonly string[];
}

/** Whether a machine keeps a path already, by itself or with a folder around it. */
export function isKept(fleet: Fleet, home: KeptHome): (path: string) => boolean {
  const machines = machinesOf(fleet).map((host) => keptBy(fleet, host, home));
  return (path) =>
    machines.length > 0 &&
    machines.every((kept) => kept.some((each) => path === each || path.startsWith(`${each}/`)));
}

function keptBy(fleet: Fleet, host: string, home: KeptHome): readonly string[] {
  const rows = fleet.facts.table('persisted').rows.filter((row) => row.host === host);
  const paths = rows.flatMap((row) => known(row.path) ?? []);
  const relative = homePaths(fleet, host, home);
  return [...paths, ...relative.map((path) => `${home.folder}/${path}`)].map(withoutSlash);
}

/** What the home on a machine keeps, below the home folder. */
function homePaths(
  { machine }: Fleet,
  host: string,
  { user, option }: KeptHome,
): readonly string[] {
  const found = machine(host);
  const path = ['home-manager', 'users', user, ...option];
  const home = found?.homes.find((each) => each.user === user);
  if (found === undefined || home === undefined) return [];
  if (nodeAt({ ...found, evaluation: home.evaluation }, option) === undefined) return [];
  const { value } = plainOf(optionOf(found, path));
  return [partOf(value, 'files'), partOf(value, 'directories')].flatMap(entriesOf);
}

/** Entries are paths, or sets with the path in them. */
function entriesOf(value: Plain | undefined): readonly string[] {
  const all: readonly Plain[] = Array.isArray(value) ? value : [];
  return all.flatMap((entry) => {
    if (typeof entry === 'string') return [entry];
    const path = partOf(entry, 'directory') ?? partOf(entry, 'file');
    return typeof path === 'string' ? [path] : [];
  });
}

function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
