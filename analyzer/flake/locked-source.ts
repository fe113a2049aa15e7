import { int, string, type Value } from '../evaluate/value.ts';
import type { LockedNode } from './lock.ts';

/** What Nix lets a flake know of an input from its lock file: commit, hash and time. */
export function lockedAttributes(node: LockedNode | undefined): { readonly [name: string]: Value } {
  const revision = node?.locked?.revision;
  const { contentHash, lastModified } = node ?? {};
  return {
    ...(revision === undefined
      ? {}
      : { rev: string(revision), shortRev: string(revision.slice(0, 7)) }),
    ...(contentHash === undefined ? {} : { narHash: string(contentHash) }),
    ...(lastModified === undefined ? {} : { lastModified: int(lastModified) }),
  };
}
