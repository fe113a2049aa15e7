import { describe, type Thunk, type Value } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import { textCellOf } from './texts.ts';

/** An item of a list: one text, or a set of which one attribute is the text. */
export interface Item {
  readonly thunk: Thunk;
  readonly value: Value;
}

/** What an item names: itself, or its attribute of one of these names. */
export function nameIn({ value }: Item, ...attributes: readonly string[]): Cell<string> {
  if (value.kind !== 'attrs') return textCellOf(value);
  const found = attributes.flatMap((name) => value.get(name) ?? [])[0];
  if (found) return textCellOf(found.value.force());
  const reason = value.open ? describe(value.open.reason) : 'is an item without a name';
  return { undecided: reason };
}

/** An attribute of an item that is a set. */
export function fieldOf({ value }: Item, name: string): Value | undefined {
  return value.kind === 'attrs' ? value.get(name)?.value.force() : undefined;
}

/** An attribute of an item that is a set, as text. */
export function textIn(item: Item, name: string): Cell<string> {
  const value = fieldOf(item, name);
  return value && textCellOf(value);
}

/** The items of a list. */
export function itemsIn(thunks: readonly Thunk[]): readonly Item[] {
  return thunks.map((thunk) => ({ thunk, value: thunk.force() }));
}
