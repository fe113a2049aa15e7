import { elaborated } from '../builtins/systems.ts';
import type { Thunk, Value } from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';

const platforms = ['hostPlatform', 'buildPlatform', 'localSystem'];

/** The `apply` of an option that upstream declares: what modules read there is not what they wrote. */
export function upstreamApply(
  path: readonly string[],
  kind: HostClass,
): ((merged: Thunk) => Value) | undefined {
  const [first, second = ''] = path;
  if (kind === 'home' || path.length !== 2 || first !== 'nixpkgs') return undefined;
  return platforms.includes(second) ? elaborated : undefined;
}
