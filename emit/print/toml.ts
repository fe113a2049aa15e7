import { stringify } from 'smol-toml';
import type { Plain } from '../values.ts';

/** Data as TOML. TOML has no null, so it is left out. */
export function tomlText(value: { readonly [name: string]: Plain }): string {
  const text = stringify(withoutNull(value));
  return text.endsWith('\n') ? text : `${text}\n`;
}

function withoutNull(value: Plain): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNull);
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([name, item]) => [name, withoutNull(item)]));
}
