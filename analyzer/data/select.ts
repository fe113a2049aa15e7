import { type DataEntry, type DataNode, valueAt } from './node.ts';

/** The entries of a map, each key once, the last one counting; none for anything else. */
export function entriesOf(node: DataNode | undefined): readonly DataEntry[] {
  if (node?.kind !== 'map') return [];
  const last = new Map(node.entries.map((entry) => [entry.key, entry]));
  return last.size === node.entries.length ? node.entries : [...last.values()];
}

/** The items of a list, or what stands in place of one: many formats take both. */
export function oneOrMore(node: DataNode | undefined): readonly DataNode[] {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  return node.kind === 'list' ? node.items : [node];
}

/** A scalar as text; `undefined` for what is none. */
export function textOf(node: DataNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** The texts of a list of scalars, or of the one scalar that stands for it. */
export function textsOf(node: DataNode | undefined): readonly string[] {
  return oneOrMore(node).flatMap((item) => textOf(item) ?? []);
}

/** The text below keys. */
export function textAt(node: DataNode | undefined, ...keys: readonly string[]): string | undefined {
  return textOf(valueAt(node, ...keys));
}
