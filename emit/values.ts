import type { FleetHost } from '#analyzer/flake/fleet.ts';
import { findOptions } from '#analyzer/options/find.ts';
import { optionReport } from '#analyzer/options/report.ts';
import type { Shown } from '#analyzer/options/shown.ts';
import type { Site } from '#analyzer/site.ts';

/** Data without places. Numbers that JavaScript cannot hold exactly stay `bigint`. */
export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Plain[]
  | { readonly [name: string]: Plain };

/** Something that is not known, and where. */
export interface NotKnown {
  readonly reason: string;
  readonly at: Site | undefined;
}

/** A value, and what of it was left out because it is not known. */
export interface PlainValue {
  /** `undefined` where nothing of it is known. */
  readonly value: Plain | undefined;
  readonly missing: readonly (NotKnown & { readonly path: readonly string[] })[];
}

/** The merged value of an option of a machine, worked out to its ends. Secrets are not in it. */
export function optionOf(machine: FleetHost, path: readonly string[]): Shown {
  const [found] = findOptions(machine, path);
  if (found === undefined) return { kind: 'null' };
  return optionReport(found.node, found.path).value;
}

/** What is known of a value as data; parts that are not known are left out and listed. */
export function plainOf(shown: Shown, path: readonly string[] = []): PlainValue {
  switch (shown.kind) {
    case 'null':
      return { value: null, missing: [] };
    case 'bool':
    case 'float':
    case 'text':
    case 'path':
      return { value: shown.value, missing: [] };
    case 'int':
      return { value: plainNumber(shown.value), missing: [] };
    case 'function':
      return lacking('is a function', undefined, path);
    case 'package':
      return lacking(shown.why.reason, shown.why.at, path);
    case 'template':
      return templateOf(shown.parts, path);
    case 'failure':
      return lacking(`fails: ${shown.message}`, shown.at, path);
    case 'unknown':
      return lacking(shown.reason, shown.at, path);
    case 'list':
      return listOf(shown, path);
    case 'set':
      return setOf(shown, path);
  }
}

function plainNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function lacking(reason: string, at: Site | undefined, path: readonly string[]): PlainValue {
  return { value: undefined, missing: [{ path, reason, at }] };
}

function templateOf(
  parts: Extract<Shown, { kind: 'template' }>['parts'],
  path: readonly string[],
): PlainValue {
  const unclear = parts.find((part) => typeof part !== 'string');
  if (unclear === undefined || typeof unclear === 'string') return lacking('', undefined, path);
  const { reason, at } = unclear.kind === 'package' ? unclear.why : unclear;
  return lacking(reason, at, path);
}

function listOf(
  { items, more }: Extract<Shown, { kind: 'list' }>,
  path: readonly string[],
): PlainValue {
  const all = items.map((item, index) => plainOf(item, [...path, String(index)]));
  return {
    value: all.flatMap(({ value }) => (value === undefined ? [] : [value])),
    missing: [...all.flatMap(({ missing }) => missing), ...(more ? [{ ...more, path }] : [])],
  };
}

function setOf(
  { entries, more }: Extract<Shown, { kind: 'set' }>,
  path: readonly string[],
): PlainValue {
  const all = entries.map(([name, value]) => ({ name, ...plainOf(value, [...path, name]) }));
  return {
    value: Object.fromEntries(
      all.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    ),
    missing: [...all.flatMap(({ missing }) => missing), ...(more ? [{ ...more, path }] : [])],
  };
}

/** Whether something is data from one end to the other. */
export function isPlain(value: unknown): value is Plain {
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value === 'object') return Object.values(value).every(isPlain);
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}

/** Whether data is a set of names and values. */
export function isPlainSet(value: Plain | undefined): value is { readonly [name: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
