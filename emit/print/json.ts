import { compareBytes } from '#analyzer/order/compare.ts';
import type { Plain } from '../values.ts';

/** Data as `builtins.toJSON` writes it: names by their bytes, no spaces, no line end. */
function nixJson(value: Plain): string {
  if (typeof value === 'bigint' || typeof value === 'boolean' || value === null)
    return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return quoted(value);
  if (isList(value)) return `[${value.map(nixJson).join(',')}]`;
  const names = Object.keys(value).sort(compareBytes);
  return `{${names.map((name) => `${quoted(name)}:${nixJson(value[name] ?? null)}`).join(',')}}`;
}

/** Data for people and programs: two spaces, names in the order in which they are given, a line end. */
export function prettyJson(value: Plain): string {
  return `${written(value, '')}\n`;
}

function written(value: Plain, indent: string): string {
  if (typeof value !== 'object' || value === null) return nixJson(value);
  const inner = `${indent}  `;
  const items = isList(value)
    ? value.map((item) => written(item, inner))
    : Object.entries(value).map(([name, item]) => `${quoted(name)}: ${written(item, inner)}`);
  const [open, close] = isList(value) ? '[]' : '{}';
  if (items.length === 0) return `${open}${close}`;
  return `${open}\n${items.map((item) => `${inner}${item}`).join(',\n')}\n${indent}${close}`;
}

/** JSON escapes half of what it may; Nix leaves everything but quotes, backslashes and controls. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Nix tells floats from integers, and data of ours has integers in this type. */
function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null';
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
