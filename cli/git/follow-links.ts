import { posix } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';

/** Where a path leads when every link on the way is followed. */
export type Followed =
  | { readonly kind: 'path'; readonly path: FilePath }
  | { readonly kind: 'outside' }
  | { readonly kind: 'circle' };

/** As many as Linux follows. */
const mostLinks = 40;

/** Follows the links of a version that need not be on disk; `linkAt` gives what a link says. */
export function followLinks(
  path: string,
  linkAt: (path: FilePath) => string | undefined,
): Followed {
  let current = path;
  for (let count = 0; count <= mostLinks; count++) {
    const hop = firstHop(current, linkAt);
    if (hop === undefined) return { kind: 'path', path: current as FilePath };
    const next = posix.normalize(hop).replace(/\/$/, '');
    if (posix.isAbsolute(next) || next === '..' || next.startsWith('../')) {
      return { kind: 'outside' };
    }
    current = next === '.' ? '' : next;
  }
  return { kind: 'circle' };
}

/** The path with its first link replaced by what the link says; `undefined` without a link. */
function firstHop(
  path: string,
  linkAt: (path: FilePath) => string | undefined,
): string | undefined {
  for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
    const prefix = end === -1 ? path : path.slice(0, end);
    const target = linkAt(prefix as FilePath);
    if (target !== undefined) {
      const rest = end === -1 ? '' : path.slice(end);
      return posix.isAbsolute(target) ? target : `${posix.dirname(prefix)}/${target}${rest}`;
    }
    if (end === -1) return undefined;
  }
}
