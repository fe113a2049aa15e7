import type { HostRow } from '#analyzer/facts/machines.ts';
import type { PartNames } from './emitter.ts';

/** What stands for `{host}` and `{folder}` in paths: the machine, and the last name of its folder. */
export function machineNames({ name, folder }: HostRow): PartNames {
  return { host: name, folder: folder?.slice(folder.lastIndexOf('/') + 1) ?? name };
}
