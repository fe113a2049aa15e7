import type { FilePath } from '../diagnostic.ts';
import { filePath } from '../evaluate/path-value.ts';

/**
 * Flakes and hives, those nearer to the root first, so that the names of their
 * machines win. A hive beside a flake is part of it, and what `nix flake init`
 * copies to others describes no machine of this fleet.
 */
export function machineFilesIn(paths: readonly FilePath[]): readonly FilePath[] {
  const all = new Set(paths);
  const depth = (file: string): number => file.split('/').length;
  return paths
    .filter((file) => /(^|\/)(flake|hive)\.nix$/.test(file))
    .filter((file) => isFlakeFile(file) || !all.has(besides(file, 'flake.nix')))
    .filter((file) => !/(^|\/)templates?\//.test(file))
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

export function isFlakeFile(file: string): boolean {
  return file === 'flake.nix' || file.endsWith('/flake.nix');
}

function besides(file: FilePath, name: string): FilePath {
  return filePath(file.slice(0, file.lastIndexOf('/') + 1) + name);
}
