import { existsSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { OpenFolder } from '#lsp/outside.ts';
import { openDisk, readFresh } from '../files.ts';
import { workspaceRoot } from '../workspace-root.ts';

/**
 * The workspace that a folder on disk belongs to. Its root is written as the
 * editor writes the folder, also where that goes through links.
 */
export function openFolder(uri: string): OpenFolder | undefined {
  if (!uri.startsWith('file:')) return undefined;
  const folder = fileURLToPath(uri);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
  const root = workspaceRoot(folder, folder);
  return { ...openRoot(root), root: uriAbove(uri, folder, root) };
}

/** The workspace with this folder as its root. */
function openRoot(folder: string): OpenFolder {
  const disk = openDisk(folder);
  return {
    root: pathToFileURL(folder).href,
    files: disk,
    paths: disk.paths,
    links: disk.links,
    fresh: async (file) => readFresh(disk, file),
  };
}

function uriAbove(uri: string, folder: string, root: string): string {
  const steps = relative(root, folder)
    .split(/[\\/]/)
    .filter((step) => step !== '').length;
  const parts = uri.replace(/\/+$/, '').split('/');
  return parts.slice(0, parts.length - steps).join('/');
}
