import type { Cell } from '#analyzer/facts/cell.ts';
import type { Site } from '#analyzer/site.ts';
import { toDouble } from '../values/number.ts';
import { reasonOf, secrecyIn, textOf, type Value } from '../values/value.ts';
import { secretReason, writtenText } from './resource.ts';

/** One scalar inside of a value, or something inside that is not known. */
export interface Leaf {
  /** Empty for the value itself. */
  readonly path: string;
  readonly value: Cell<string | number | boolean>;
  readonly written: string | undefined;
  readonly at: Site | undefined;
  /** Whether more may be below the path. */
  readonly isOpen: boolean;
}

/** The scalars of a value; null is none, and neither is an empty list. */
export function leavesOf(value: Value, path: string, at: Site | undefined): readonly Leaf[] {
  const leaves: Leaf[] = [];
  collect(value, { path, at: value.at ?? at }, leaves);
  return leaves;
}

interface Place {
  readonly path: string;
  readonly at: Site | undefined;
}

function collect(value: Value, place: Place, leaves: Leaf[]): void {
  if (value.secrecy !== undefined) {
    leaves.push(secretLeaf(place.path, place.at));
    return;
  }
  const descend = (item: Value, path: string): void =>
    collect(item, { path, at: item.at ?? place.at }, leaves);
  switch (value.kind) {
    case 'null':
      return;
    case 'string':
      leaves.push(leaf(place, value.text));
      return;
    case 'number':
      leaves.push(leaf(place, numberCell(value)));
      return;
    case 'bool':
      leaves.push(leaf(place, value.truth));
      return;
    case 'list':
    case 'set':
    case 'tuple':
      for (const [index, item] of value.items.entries()) descend(item, `${place.path}[${index}]`);
      return;
    case 'map':
    case 'object':
      for (const [key, item] of value.entries) descend(item, below(place.path, key));
      return;
    case 'unknown':
    case 'failure':
      leaves.push(openLeaf(value, place));
      return;
  }
}

/** A key behind a path, quoted unless it is a plain name. */
export function below(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

export function secretLeaf(path: string, at: Site | undefined): Leaf {
  return { path, value: { undecided: secretReason }, written: undefined, at, isOpen: true };
}

function leaf({ path, at }: Place, value: Leaf['value']): Leaf {
  return { path, value, written: undefined, at, isOpen: false };
}

/** Numbers that JavaScript has no exact form for stay text. */
function numberCell(value: Extract<Value, { kind: 'number' }>): string | number {
  const text = textOf(value) ?? '';
  const double = toDouble(value.number);
  return String(double) === text ? double : text;
}

function openLeaf(value: Value, { path, at }: Place): Leaf {
  const type = value.kind === 'unknown' ? value.type.kind : 'any';
  const isScalar = type === 'string' || type === 'number' || type === 'bool';
  const written = secrecyIn(value) ? undefined : writtenText(value);
  return { path, value: { undecided: reasonOf(value) }, written, at, isOpen: !isScalar };
}

/** Why a leaf is not known. */
export function leafReason({ value }: Leaf): string {
  return typeof value === 'object' ? value.undecided : 'the value is not known';
}
