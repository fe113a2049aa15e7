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
  const rows = new Map<string, Omit<ImportRow, 'hosts'> & { readonly hosts: Set<string> }>();
  for (const { host, closures } of machines) {
    for (const { target, exists, at } of closures.flat()) {
      const key = JSON.stringify([at.file, at.expr, target]);
      const reason = exists ? undefined : elsewhere(target);
      const row = rows.get(key) ?? {
        at,
        file: at.file,
        path: target,
        exists: reason === undefined ? exists : { undecided: reason },
        hosts: new Set<string>(),
      };
      rows.set(key, row);
      row.hosts.add(host);
    }
  }
  return {
    rows: [...rows.values()].map((row) => ({ ...row, hosts: [...row.hosts].sort() })),
    gaps: [],
  };
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
