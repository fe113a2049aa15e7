import { filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { Texts } from '#lsp/folder.ts';

/** A file or folder that gets another place in the workspace. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Where files are after moves. */
export interface Moves {
  /** The path that something has afterwards. */
  after(path: string): string;
  /** Where a path leads afterwards that is written for a file, or for a folder and means its `default.nix`. */
  leadsTo(path: string): string;
}

/** What becomes of paths when files and folders move; the innermost that moves counts. */
export function movesOf(texts: Texts, moves: readonly Move[]): Moves {
  const inner = moves.toSorted((a, b) => b.from.length - a.from.length);
  const after = (path: string): string => {
    const move = inner.find(({ from }) => path === from || path.startsWith(`${from}/`));
    return move === undefined ? path : move.to + path.slice(move.from.length);
  };
  const leadsTo = (path: string): string => {
    const moved = after(path);
    if (moved !== path || texts.contents.kind(filePath(path)) !== 'directory') return moved;
    const inside = path === '' ? 'default.nix' : `${path}/default.nix`;
    const target = after(inside);
    return target === inside ? path : target.replace(/(^|\/)default\.nix$/, '');
  };
  return { after, leadsTo };
}

/** A path as it is written in a folder: `./x`, `../x`, and `./.` for the folder itself. */
export function writtenFrom(folder: string, path: string): string {
  const relative = relativeFrom(folder, path);
  if (relative === '') return './.';
  if (relative === '..') return '../.';
  return relative.startsWith('../') ? relative : `./${relative}`;
}

/** The way from a folder to a path, without a dot in front. */
export function relativeFrom(folder: string, path: string): string {
  const base = normalizePath(folder).split('/').filter(isPart);
  const parts = normalizePath(path).split('/').filter(isPart);
  let same = 0;
  while (same < base.length && same < parts.length && base[same] === parts[same]) same++;
  return [...base.slice(same).map(() => '..'), ...parts.slice(same)].join('/');
}

function isPart(part: string): boolean {
  return part !== '';
}

/** Whether a path can be written without quotes. */
export function isPlainPath(path: string): boolean {
  return /^[\w./+-]+$/.test(path);
}
