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

/** Whether a file lies in a folder. */
export function isBelow(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}
