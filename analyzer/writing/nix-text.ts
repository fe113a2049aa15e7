import { nixString } from '../edit/attribute-set.ts';
import type { Value } from './writing.ts';

/** A value as Nix writes it. */
export function nixText(value: Value): string {
  if (typeof value === 'string') return nixString(value);
  if (typeof value !== 'object') return String(value);
  const [only, ...others] = value;
  if (only === undefined) return '[ ]';
  return `[ ${[only, ...others].map(nixString).join(' ')} ]`;
}
