import { storePath } from '../evaluate/path-value.ts';
import { safeNumber } from '../evaluate/safe-number.ts';
import { describe, type Value } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { OptionRow } from '../facts/machines.ts';
import type { Fleet, FleetHost } from '../flake/fleet.ts';
import { writtenValue } from '../nixos/merge.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { homesPath } from '../options/find.ts';
import { leavesOf } from '../options/leaves.ts';
import { optionName } from '../options/name.ts';
import { withheld } from '../options/secret-text.ts';
import { certainMembers, nameSiteOf, TableBuilder } from './table.ts';
import { viewsOf } from './views.ts';

/** Every scalar that the modules of a machine define, merged. */
export function optionTable(fleet: Fleet): TableBuilder<'option'> {
  const table = new TableBuilder('option');
  for (const host of fleet.hosts) {
    const root = host.evaluation.root();
    table.nodeGaps({ host: host.name }, root);
    for (const node of leavesOf(root)) {
      const row = optionRow(node);
      if (!row) continue;
      const { at, path, value, priority } = row;
      table.add({ at, path, value, priority, host: host.name });
    }
  }
  return table;
}

/** Every scalar that the modules of homes define, merged. */
export function homeOptionTable(fleet: Fleet): TableBuilder<'home-option'> {
  const table = new TableBuilder('home-option');
  for (const host of fleet.hosts) {
    const certain = certainHomes(table, host);
    for (const { kind, account, root } of viewsOf(host)) {
      if (kind !== 'home' || !(host.class === 'home' || certain.has(account))) continue;
      const owner = { host: host.name, account };
      table.nodeGaps(owner, root);
      for (const node of leavesOf(root)) {
        const row = optionRow(node);
        if (row) table.add({ ...row, ...owner });
      }
    }
  }
  return table;
}

/** The users who certainly have homes on a machine; that there may be others is a gap. */
function certainHomes(
  table: TableBuilder<'home-option'>,
  host: FleetHost,
): ReadonlySet<string | undefined> {
  if (host.class === 'home') return new Set();
  const known = { host: host.name };
  const homes = certainMembers(table, {
    node: host.evaluation.root().at(homesPath),
    what: 'home',
    known: (account) => (account === undefined ? known : { ...known, account }),
  });
  return new Set(homes.map(({ name }) => name));
}

function optionRow(node: OptionNode): Omit<OptionRow, 'host'> | undefined {
  const value = writtenValue(node);
  if (value.kind === 'attrs') return undefined;
  const at = nameSiteOf(node);
  return (
    at && {
      at,
      path: optionName(node.path),
      value: cell(node.path, value),
      priority: strongest(node),
    }
  );
}

function strongest({ definitions }: OptionNode): number {
  let priority = Number.POSITIVE_INFINITY;
  for (const definition of definitions) priority = Math.min(priority, definition.priority);
  return priority;
}

/** Integers that a number cannot hold are texts. */
function cell(path: readonly string[], value: Value): Cell<string | number | boolean> {
  switch (value.kind) {
    case 'string':
      if (value.value.includes(storePath)) return { undecided: 'the store path of the repository' };
      return withheld(path, value.value) ?? value.value;
    case 'bool':
    case 'float':
      return value.value;
    case 'int':
      return safeNumber(value.value) ?? String(value.value);
    case 'null':
      return undefined;
    case 'path':
      return value.path;
    case 'unknown':
      return { undecided: describe(value.reason) };
    case 'failure':
      return { undecided: `fails: ${value.message}` };
    case 'template': {
      const hole = value.parts.find((part) => typeof part !== 'string');
      return { undecided: hole ? describe(hole.reason) : 'has parts that are not known' };
    }
    case 'list':
      return { undecided: 'is a list' };
    case 'lambda':
      return { undecided: 'is a function' };
    case 'attrs':
      return { undecided: 'is a set' };
  }
}
