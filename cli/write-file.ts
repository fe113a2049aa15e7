import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { OpenedWorkspace } from './session.ts';
import { createWhole, writeWhole } from './write.ts';

/** Writes a file of the workspace, whole or not at all, with the folders it needs. Returns what went wrong. */
export function writeFile(
  { disk }: Pick<OpenedWorkspace, 'disk'>,
  file: FilePath,
  text: string,
): string | undefined {
  const existing = disk.resolve(file);
  if (existing !== undefined) return writeWhole(existing, text);
  const folder = newFolder(disk.root, file);
  if (folder === undefined) return 'it leads out of the workspace';
  return createWhole(join(folder, basename(file)), text);
}

/** The folder of a file that is not there yet, made if need be; no link on the way may lead out. */
function newFolder(root: string, file: FilePath): string | undefined {
  const wanted = dirname(join(root, file));
  let nearest = wanted;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  const real = realpathSync(nearest);
  if (real !== root && !real.startsWith(root + sep)) return undefined;
  mkdirSync(wanted, { recursive: true });
  return realpathSync(wanted);
}
