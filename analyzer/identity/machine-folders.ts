import { directoryOf } from '../evaluate/path-value.ts';
import type { Facts } from '../facts/facts.ts';
import type { HostRow } from '../facts/machines.ts';

/** A machine and the folder that is its own. */
export interface MachineFolder {
  readonly host: HostRow;
  readonly folder: string;
}

/**
 * The machines that have a folder each, beside each other. A folder that
 * stands alone may be anything: the only machine of a flake has no file that
 * tells it from what is shared.
 */
export function foldersOf(facts: Facts): readonly MachineFolder[] {
  const own = facts.table('host').rows.flatMap((host) => {
    const { folder } = host;
    return folder === undefined || host.class === 'home' ? [] : [{ host, folder }];
  });
  return own.filter(({ folder }) => {
    const beside = (other: MachineFolder): boolean =>
      other.folder !== folder && directoryOf(other.folder) === directoryOf(folder);
    return own.some(beside);
  });
}

/**
 * The same, with machines that have no file of their own in the flake but are
 * made of files in one folder beside the others, such as those of their homes.
 */
export function foldersUsed(facts: Facts): readonly MachineFolder[] {
  const own = foldersOf(facts);
  const known = new Set(own.map(({ host }) => host.name));
  const parents = new Set(own.map(({ folder }) => directoryOf(folder)));
  const taken = new Set(own.map(({ folder }) => folder));
  const others = facts.table('host').rows.flatMap((host) => {
    if (known.has(host.name) || host.class === 'home') return [];
    const modules = facts
      .table('module')
      .rows.filter(({ hosts }) => hosts.length === 1 && hosts[0] === host.name);
    const folders = new Set(
      modules.flatMap(({ file }) => [...parents].flatMap((parent) => folderIn(parent, file) ?? [])),
    );
    const [folder, ...more] = folders;
    return folder === undefined || more.length > 0 || taken.has(folder) ? [] : [{ host, folder }];
  });
  return [...own, ...others];
}

/** The folder in another one that a file lies in, at whatever depth. */
function folderIn(parent: string, file: string): string | undefined {
  if (parent === '' || !isBelow(file, parent)) return undefined;
  const [name, ...rest] = file.slice(parent.length + 1).split('/');
  return rest.length > 0 ? `${parent}/${name}` : undefined;
}

/** Whether a file lies in a folder. */
export function isBelow(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}
