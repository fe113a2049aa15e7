import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
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
  if ('failure' in folder) return folder.failure;
  return createWhole(join(folder.path, basename(file)), text);
}

type NewFolder = { readonly path: string } | { readonly failure: string };

/** The folder of a file that is not there yet, made if need be; no link on the way may lead out. */
function newFolder(root: string, file: FilePath): NewFolder {
  const wanted = dirname(join(root, file));
  let nearest = wanted;
  while (lstatSync(nearest, { throwIfNoEntry: false }) === undefined) nearest = dirname(nearest);
  try {
    const real = realpathSync(nearest);
    if (real !== root && !real.startsWith(root + sep))
      return { failure: 'it leads out of the workspace' };
    mkdirSync(wanted, { recursive: true });
    return { path: realpathSync(wanted) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
