import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

const marks = ['flakewise.toml', 'flake.nix', '.git'];

/**
 * The workspace that a folder belongs to: the nearest ancestor with a
 * configuration, else with a flake, else with a repository. Without any of
 * these it is the working directory, or the folder itself when it lies elsewhere.
 */
export function workspaceRoot(folder: string, workingDirectory: string): string {
  for (const mark of marks) {
    const found = ancestors(folder).find((ancestor) => existsSync(join(ancestor, mark)));
    if (found !== undefined) return found;
  }
  const isInside = folder === workingDirectory || folder.startsWith(workingDirectory + sep);
  return isInside ? workingDirectory : folder;
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
