import type { FilePath } from '../diagnostic.ts';
import type { Table } from '../facts/facts.ts';
import type { ImportRow } from '../facts/machines.ts';
import { ignoredBy } from '../mentions/ignored.ts';
import type { MachineFiles } from './modules.ts';

/** Files that may be there on other machines although they are not here. */
export type MayBeElsewhere = (path: FilePath) => string | undefined;

/** Every place that names a file as a module, with the machines that it does so for. */
export function importTable(
  machines: readonly Pick<MachineFiles, 'host' | 'closures'>[],
  elsewhere: MayBeElsewhere,
): Table<'import'> {
  const rows: Row[] = [];
  const known = new Map<FilePath, Map<FilePath, Row[]>>();
  for (const { host, closures } of machines) {
    for (const { target, exists, at } of closures.flat()) {
      const ofFile = mapIn(known, at.file, () => new Map<FilePath, Row[]>());
      const ofTarget = mapIn(ofFile, target, (): Row[] => []);
      const found = ofTarget.find((row) => row.at.expr === at.expr);
      found?.hosts.add(host);
      if (found) continue;
      const reason = exists ? undefined : elsewhere(target);
      const row: Row = {
        at,
        file: at.file,
        path: target,
        exists: reason === undefined ? exists : { undecided: reason },
        hosts: new Set([host]),
      };
      ofTarget.push(row);
      rows.push(row);
    }
  }
  return { rows: rows.map((row) => ({ ...row, hosts: [...row.hosts].sort() })), gaps: [] };
}

type Row = Omit<ImportRow, 'hosts'> & { readonly hosts: Set<string> };

function mapIn<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

/** What git ignores, and what it takes from other repositories, by the files that say so. */
export function keptElsewhere(
  patterns: Iterable<readonly [string, string]>,
  submodules: string,
): MayBeElsewhere {
  const isIgnored = ignoredBy(patterns);
  const folders = [...submodules.matchAll(/^\s*path\s*=\s*(\S+)/gm)].map(([, path = '']) => path);
  return (path) => {
    if (folders.some((folder) => path === folder || path.startsWith(`${folder}/`)))
      return 'lies in a submodule';
    return isIgnored(path) ? 'is ignored by git' : undefined;
  };
}
