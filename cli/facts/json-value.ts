import { safeNumber } from '#analyzer/evaluate/safe-number.ts';
import type { Shown, TemplatePart, Unclear } from '#analyzer/options/shown.ts';

/** What `JSON.stringify` writes. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/**
 * A value as JSON. A part that is not known is `{ "unknown": reason }`, one
 * that fails is `{ "failure": message }`; a list or set that may hold more ends
 * with such a part. Attributes that have these names, or begin with a quotation
 * mark, are quoted, so that the two never mean the same.
 */
export function jsonValue(value: Shown): Json {
  switch (value.kind) {
    case 'null':
      return null;
    case 'bool':
    case 'text':
    case 'path':
      return value.value;
    case 'float':
      return Number.isFinite(value.value) ? value.value : String(value.value);
    case 'int':
      return jsonInteger(value.value);
    case 'function':
      return { unknown: 'is a function' };
    case 'package':
      return jsonUnclear(value.why);
    case 'template':
      return templateJson(value.parts);
    case 'failure':
      return { failure: value.message };
    case 'unknown':
      return jsonUnclear(value);
    case 'list':
      return [...value.items.map(jsonValue), ...(value.more ? [more(value.more)] : [])];
    case 'set':
      return setJson(value.entries, value.more);
  }
}

/** Numbers that JavaScript cannot hold exactly are texts. */
function jsonInteger(value: bigint): number | string {
  return safeNumber(value) ?? String(value);
}

function setJson(
  entries: readonly (readonly [string, Shown])[],
  open: Unclear | undefined,
): JsonObject {
  const known = entries.map(([name, value]): [string, Json] => [safeName(name), jsonValue(value)]);
  return Object.fromEntries(open ? [...known, ['unknown', more(open).unknown]] : known);
}

function safeName(name: string): string {
  return /^(?:unknown|failure)$|^"/.test(name) ? JSON.stringify(name) : name;
}

function more({ reason }: Unclear): { readonly unknown: string } {
  return { unknown: `there may be more: ${reason}` };
}

function jsonUnclear({ reason }: Unclear): JsonObject {
  return { unknown: reason };
}

function templateJson(parts: readonly TemplatePart[]): JsonObject {
  const text = parts.map((part) => (typeof part === 'string' ? part : '…')).join('');
  const reasons = parts.flatMap((part) => {
    if (typeof part === 'string') return [];
    return part.kind === 'package' ? part.why.reason : part.reason;
  });
  return { unknown: `of \`${text}\` only parts are known: ${[...new Set(reasons)].join(', ')}` };
}
