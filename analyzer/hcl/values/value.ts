import { compareBytes } from '#analyzer/order/compare.ts';
import type { Site } from '#analyzer/site.ts';
import { fromInteger, type HclNumber } from './number.ts';
import { numberText } from './number-text.ts';
import { anyType, boolType, numberType, stringType, type Type } from './type.ts';

/**
 * What an expression of OpenTofu comes to: a value, a failure that stops
 * OpenTofu, or something that the files do not tell, with the reason.
 */
export type Value = Origin & (Scalar | Sequence | Mapping | Unknown | Failure);

export type Scalar =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly number: HclNumber }
  | { readonly kind: 'bool'; readonly truth: boolean }
  | { readonly kind: 'null'; readonly type: Type };

/** The members of a set are in its order; those of a list and a set have the type `element`. */
export type Sequence = Composite & { readonly items: readonly Value[] } & (
    | { readonly kind: 'list' | 'set'; readonly element: Type }
    | { readonly kind: 'tuple' }
  );

/** Entries are in the order of their keys. */
export type Mapping = Composite & {
  readonly entries: ReadonlyMap<string, Value>;
  /** Where the keys are written, as far as they are. */
  readonly keys?: ReadonlyMap<string, Site>;
} & ({ readonly kind: 'map'; readonly element: Type } | { readonly kind: 'object' });

export interface Unknown {
  readonly kind: 'unknown';
  readonly type: Type;
  readonly reason: string;
  /** For what exists only once the resources do: how it is written, modules on the way in front. */
  readonly reference?: string;
  /** What is known below a reference. */
  readonly member?: (name: string) => Value | undefined;
  /** For a text with holes: how it is written, with `${}` around what is not known. */
  readonly template?: string;
}

export interface Failure {
  readonly kind: 'failure';
  readonly message: string;
  /** What it would have been. */
  readonly type: Type;
}

/** `sensitive` as the language has it; `secret` is what no function can lift. */
export type Secrecy = 'sensitive' | 'secret';

interface Origin {
  readonly secrecy?: Secrecy;
  /** Where the value is written. */
  readonly at?: Site;
  readonly selected?: Selection;
  /** The address of the resource whose configuration says so. */
  readonly owner?: string;
}

/** How a value was taken out of a collection: `var.zones["example.org"]`. */
export interface Selection {
  readonly collection: string;
  readonly key: string;
  /** The collection's own value. */
  readonly from: Value;
}

/** What is kept of the members, so that nobody needs to walk through them. */
interface Composite {
  /** Whether nothing inside is unknown. */
  readonly whole: boolean;
  readonly inner: Secrecy | undefined;
  readonly depth: number;
  readonly size: number;
}

const deepest = 100;
const largest = 100_000;
const longestText = 1_000_000;

export const nothing: Value = { kind: 'null', type: anyType };

export function string(text: string): Value {
  if (text.length > longestText) return unknown('the text is too long');
  return { kind: 'string', text: text.normalize('NFC') };
}

export function number(value: HclNumber): Value {
  return { kind: 'number', number: value };
}

export function integer(value: number | bigint): Value {
  return number(fromInteger(value));
}

export function bool(truth: boolean): Value {
  return { kind: 'bool', truth };
}

export function nullOf(type: Type): Value {
  return { kind: 'null', type };
}

export function unknown(reason: string, type: Type = anyType): Value {
  return { kind: 'unknown', type, reason };
}

export function failure(message: string, type: Type = anyType): Value {
  return { kind: 'failure', message, type };
}

export function tuple(items: readonly Value[]): Value {
  return composed(items, (about) => ({ kind: 'tuple', items, ...about }));
}

/** The items have the type `element`. */
export function list(element: Type, items: readonly Value[]): Value {
  return composed(items, (about) => ({ kind: 'list', element, items, ...about }));
}

/** The items have the type `element`, are distinct and in the order of a set; see `setOf`. */
export function orderedSet(element: Type, items: readonly Value[]): Value {
  return composed(items, (about) => ({ kind: 'set', element, items, ...about }));
}

export function object(entries: Entries, keys?: ReadonlyMap<string, Site>): Value {
  const sorted = inOrder(entries);
  const where = keys && { keys };
  return composed([...sorted.values()], (about) => ({
    kind: 'object',
    entries: sorted,
    ...about,
    ...where,
  }));
}

/** The values have the type `element`. */
export function map(element: Type, entries: Entries, keys?: ReadonlyMap<string, Site>): Value {
  const sorted = inOrder(entries);
  const where = keys && { keys };
  return composed([...sorted.values()], (about) => ({
    kind: 'map',
    element,
    entries: sorted,
    ...about,
    ...where,
  }));
}

type Entries = Iterable<readonly [string, Value]>;

/** A later entry takes the place of an earlier one with the same key. */
function inOrder(entries: Entries): ReadonlyMap<string, Value> {
  const last = new Map<string, Value>();
  for (const [key, value] of entries) last.set(key.normalize('NFC'), value);
  return new Map([...last].sort(([a], [b]) => compareBytes(a, b)));
}

/** A failing member makes the whole fail, and so does a whole that is too large make it unknown. */
function composed(items: readonly Value[], make: (about: Composite) => Value): Value {
  let whole = true;
  let inner: Secrecy | undefined;
  let depth = 1;
  let size = 1;
  for (const item of items) {
    if (item.kind === 'failure') return item;
    whole &&= isWhole(item);
    inner = moreSecret(inner, secrecyIn(item));
    depth = Math.max(depth, depthOf(item) + 1);
    size += sizeOf(item);
  }
  if (depth > deepest) return unknown('the value is nested too deeply');
  if (size > largest) return unknown('the value is too large');
  return make({ whole, inner, depth, size });
}

function isComposite(value: Value): value is Origin & (Sequence | Mapping) {
  return 'whole' in value;
}

/** Whether a value is known, its members included. */
export function isWhole(value: Value): boolean {
  return isComposite(value) ? value.whole : value.kind !== 'unknown' && value.kind !== 'failure';
}

/** How many values it takes to write the value down. */
export function sizeOf(value: Value): number {
  if (value.kind === 'string') return 1 + Math.trunc(value.text.length / 64);
  return isComposite(value) ? value.size : 1;
}

function depthOf(value: Value): number {
  return isComposite(value) ? value.depth : 0;
}

/** How secret the value is, its members included. */
export function secrecyIn(value: Value): Secrecy | undefined {
  return isComposite(value) ? moreSecret(value.secrecy, value.inner) : value.secrecy;
}

export function moreSecret(a: Secrecy | undefined, b: Secrecy | undefined): Secrecy | undefined {
  return a === 'secret' || b === 'secret' ? 'secret' : (a ?? b);
}

/** The value, at least so secret. */
export function kept(value: Value, secrecy: Secrecy | undefined): Value {
  const most = moreSecret(value.secrecy, secrecy);
  return most === undefined || most === value.secrecy ? value : { ...value, secrecy: most };
}

/** The text of a string, a number or a Boolean; undefined for everything else. */
export function textOf(value: Value): string | undefined {
  if (value.kind === 'string') return value.text;
  if (value.kind === 'number') return numberText(value.number);
  return value.kind === 'bool' ? String(value.truth) : undefined;
}

/** Why a value is not of use. */
export function reasonOf(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.reason;
    case 'failure':
      return value.message;
    case 'string':
    case 'number':
    case 'bool':
    case 'null':
    case 'list':
    case 'set':
    case 'tuple':
    case 'map':
    case 'object':
      return `a value of another kind is expected than this ${value.kind}`;
  }
}

/** The reason of the first thing inside that is not known. */
export function innerReason(value: Value): string {
  if ('items' in value) {
    const open = value.items.find((item) => !isWhole(item));
    if (open) return innerReason(open);
  }
  if ('entries' in value) {
    for (const item of value.entries.values()) if (!isWhole(item)) return innerReason(item);
  }
  return reasonOf(value);
}

const types = new WeakMap<Value, Type>();

/** The type of a value; that of a failure is not known. */
export function typeOf(value: Value): Type {
  switch (value.kind) {
    case 'string':
      return stringType;
    case 'number':
      return numberType;
    case 'bool':
      return boolType;
    case 'null':
    case 'unknown':
    case 'failure':
      return value.type;
    case 'list':
    case 'set':
    case 'map':
    case 'tuple':
    case 'object': {
      const known = types.get(value) ?? compositeType(value);
      types.set(value, known);
      return known;
    }
  }
}

function compositeType(value: Sequence | Mapping): Type {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'map':
      return { kind: value.kind, element: value.element };
    case 'tuple':
      return { kind: 'tuple', elements: value.items.map(typeOf) };
    case 'object': {
      const attributes = [...value.entries].map(([name, item]) => [name, typeOf(item)] as const);
      return { kind: 'object', attributes: new Map(attributes) };
    }
  }
}
