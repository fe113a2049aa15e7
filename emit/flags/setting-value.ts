import type { DataNode } from '#analyzer/data/node.ts';
import { readData } from '#analyzer/data/read.ts';
import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import type { Plain } from '../values.ts';
import { ofSecretFile } from './secret-settings.ts';

/** The value of a setting as data, or why it is not told. */
export type SettingValue =
  | { readonly kind: 'known'; readonly value: Plain }
  | { readonly kind: 'opaque'; readonly reason: string };

export function settingValue(cell: Cell<string>): SettingValue {
  if (isUndecided(cell)) return { kind: 'opaque', reason: cell.undecided };
  const [document] = readData(cell ?? 'null', 'json').documents;
  return { kind: 'known', value: document === undefined ? null : plainData(document) };
}

/** Data of a file without its places. */
export function plainData(node: DataNode): Plain {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainData);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainData(value)]));
  }
}

/** Whether nobody can tell the value because of what it is, rather than because something is in the way. */
export function isOpaqueByNature(kind: string, reason: string): boolean {
  return kind !== 'unknown' || reason === 'looks secret' || reason === ofSecretFile;
}
