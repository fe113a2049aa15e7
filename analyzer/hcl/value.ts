import type { Site } from '../site.ts';

/**
 * What an expression of HCL comes to, as far as the files say.
 *
 * A reference is a value that exists only once the resources do; it keeps how
 * it is written, with the modules on the way in front.
 */
export type HclValue = Origin &
  (
    | { readonly kind: 'literal'; readonly value: string | number | boolean }
    | { readonly kind: 'absent' }
    | { readonly kind: 'list'; readonly items: readonly HclValue[] }
    | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, HclValue> }
    | { readonly kind: 'reference'; readonly text: string }
    | { readonly kind: 'undecided'; readonly reason: string }
  );

interface Origin {
  readonly selected?: Selection;
  /** For a member of an object: where its key is written. */
  readonly at?: Site;
}

/** How a value was taken out of a collection: `var.zones["example.org"]`. */
export interface Selection {
  readonly collection: string;
  readonly key: string;
  /** The collection's own value. */
  readonly from: HclValue;
}

/** `null`, or an attribute that is not there. */
export const absent: HclValue = { kind: 'absent' };

export function literal(value: string | number | boolean): HclValue {
  return { kind: 'literal', value };
}

export function list(items: readonly HclValue[]): HclValue {
  return { kind: 'list', items };
}

/** Entries in the order in which OpenTofu walks a map: by key. */
export function object(entries: Iterable<readonly [string, HclValue]>): HclValue {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { kind: 'object', entries: new Map(sorted) };
}

export function undecided(reason: string): HclValue {
  return { kind: 'undecided', reason };
}

/** The text of a literal, numbers and Booleans printed as OpenTofu does. */
export function textOf(value: HclValue): string | undefined {
  return value.kind === 'literal' ? String(value.value) : undefined;
}

/** The number of a literal; strings of digits convert, as in OpenTofu. */
export function numberOf(value: HclValue): number | undefined {
  if (value.kind !== 'literal' || typeof value.value === 'boolean') return undefined;
  const number = value.value === '' ? Number.NaN : Number(value.value);
  return Number.isNaN(number) ? undefined : number;
}

export function booleanOf(value: HclValue): boolean | undefined {
  if (value.kind !== 'literal') return undefined;
  if (value.value === true || value.value === 'true') return true;
  if (value.value === false || value.value === 'false') return false;
  return undefined;
}

/** Why a value is not known. */
export function reasonOf(value: HclValue): string {
  switch (value.kind) {
    case 'undecided':
      return value.reason;
    case 'reference':
      return `\`${value.text}\` is known only once it exists`;
    case 'literal':
    case 'absent':
    case 'list':
    case 'object':
      return `a value of another kind is expected than this ${value.kind}`;
  }
}

/** Whether two values are the same; undefined when a part is not known. */
export function sameValue(a: HclValue, b: HclValue): boolean | undefined {
  if (isOpen(a) || isOpen(b)) return undefined;
  if (a.kind === 'literal' && b.kind === 'literal') return a.value === b.value;
  if (a.kind !== b.kind) return false;
  return a.kind === 'absent' ? true : undefined;
}

/** Whether it takes a run of OpenTofu to know more. */
export function isOpen(value: HclValue): boolean {
  return value.kind === 'undecided' || value.kind === 'reference';
}
