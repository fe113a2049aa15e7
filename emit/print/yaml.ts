import { stringify } from 'yaml';
import type { Plain } from '../values.ts';

/** Data as YAML, without folded lines. */
export function yamlText(value: Plain): string {
  return stringify(value, { lineWidth: 0, singleQuote: false });
}
