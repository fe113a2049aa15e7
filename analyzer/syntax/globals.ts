import { builtinReleases, plainBuiltins } from './builtin-names.ts';

/**
 * The names that Nix defines outside every expression: some builtins as they are called,
 * the others with two underscores in front, and the place `__curPos`.
 *
 * They are static, so `with` never shadows them; `let`, `rec` and functions do.
 */
export function isGlobal(name: string): boolean {
  if (plainBuiltins.has(name) || name === '__curPos') return true;
  return name.startsWith('__') && builtinReleases.has(name.slice(2));
}
