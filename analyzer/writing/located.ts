import type { FilePath } from '../diagnostic.ts';
import { type NamedBinding, namedBindingAt } from '../edit/named-binding.ts';
import type { AnyRow } from '../facts/any-row.ts';
import type { Facts } from '../facts/facts.ts';
import type { Site } from '../site.ts';

/** A binding with the file that it stands in. */
export interface LocatedBinding extends NamedBinding {
  readonly file: FilePath;
}

/** Where a row's name is written as such; `undefined` where it is computed. */
export function bindingOf(facts: Facts, row: AnyRow, key: string): LocatedBinding | undefined {
  const name = row[key];
  const { file, span } = facts.locate(row.at);
  const tree = file.endsWith('.nix') ? facts.tree(file) : undefined;
  const found = tree && typeof name === 'string' ? namedBindingAt(tree, span, name) : undefined;
  return found && { ...found, file };
}

/** Whether a file is part of this machine itself, and not of a home alone, and of no other machine. */
export function isOwnFile(facts: Facts, file: string, host: string): boolean {
  const row = facts.table('module').rows.find((module) => module.file === file);
  const machine = facts.table('host').rows.find(({ name }) => name === host);
  const isOnlyHere = row?.hosts.length === 1 && row.hosts[0] === host;
  return isOnlyHere && row.classes.some((each) => each === machine?.class);
}

/**
 * Whether rows of any kind may come into a file: one of the machine itself, and
 * where the machine has a folder, one in there, or the file that needs them. A
 * file elsewhere is about something of its own, though no other machine has it.
 */
export function isForRows(
  facts: Facts,
  file: string,
  { host, near }: { readonly host: string; readonly near: Site },
): boolean {
  const machine = facts.table('host').rows.find(({ name }) => name === host);
  const isNear =
    machine?.folder === undefined || file === near.file || file.startsWith(`${machine.folder}/`);
  return isNear && isOwnFile(facts, file, host);
}

/** The group with the most members; of equals the first. */
export function largest<Item>(
  items: readonly Item[],
  groupOf: (item: Item) => string,
): readonly Item[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(groupOf(item)) ?? [];
    groups.set(groupOf(item), group);
    group.push(item);
  }
  return [...groups.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
}
