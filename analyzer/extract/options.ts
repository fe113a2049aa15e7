import { storePath } from '../evaluate/path-value.ts';
import { safeNumber } from '../evaluate/safe-number.ts';
import { describe, type Value } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { OptionRow } from '../facts/machines.ts';
import type { Fleet, FleetHost } from '../flake/fleet.ts';
import { writtenValue } from '../nixos/merge.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { leavesOf } from '../options/leaves.ts';
import { optionName } from '../options/name.ts';
import { withheld } from '../options/secret-text.ts';
import { nameSiteOf, TableBuilder } from './table.ts';

/** Every scalar that the modules of a machine define, merged. */
export function optionTable(fleet: Fleet): TableBuilder<'option'> {
  const table = new TableBuilder('option');
  for (const host of fleet.hosts) {
    const root = host.evaluation.root();
    table.nodeGaps({ host: host.name }, root);
    for (const node of leavesOf(root)) {
      const row = optionRow(host, node);
      if (row) table.add(row);
    }
  }
  return table;
}

function optionRow(host: FleetHost, node: OptionNode): OptionRow | undefined {
  const value = writtenValue(node);
  if (value.kind === 'attrs') return undefined;
  const at = nameSiteOf(node);
  return (
    at && {
      at,
      host: host.name,
      path: optionName(node.path),
      value: cell(node.path, value),
      priority: Math.min(...node.definitions.map((definition) => definition.priority)),
    }
  );
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
