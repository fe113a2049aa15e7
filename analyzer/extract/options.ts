import { describe } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { OptionRow } from '../facts/machines.ts';
import type { Fleet, FleetHost } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { nameSiteOf, TableBuilder } from './table.ts';

/** Deeper than any option that people set by hand. */
const deepest = 12;

/** Every scalar that the modules of a machine define, merged. */
export function optionTable(fleet: Fleet): TableBuilder<'option'> {
  const table = new TableBuilder('option');
  for (const host of fleet.hosts) {
    const root = host.evaluation.root();
    table.nodeGaps({ host: host.name }, root);
    addBelow(table, host, root);
  }
  return table;
}

function addBelow(table: TableBuilder<'option'>, host: FleetHost, node: OptionNode): void {
  if (node.path.length >= deepest || isHome(node.path)) return;
  for (const name of node.names()) {
    const child = node.child(name);
    const row = optionRow(host, child);
    if (row) table.add(row);
    else addBelow(table, host, child);
  }
}

/** Homes are module systems of their own. */
function isHome(path: readonly string[]): boolean {
  return path.length === 2 && path[0] === 'home-manager' && path[1] === 'users';
}

function optionRow(host: FleetHost, node: OptionNode): OptionRow | undefined {
  const { value } = node;
  if (value.kind === 'attrs') return undefined;
  const at = nameSiteOf(node);
  return (
    at && {
      at,
      host: host.name,
      path: dotted(node.path),
      value: cell(node),
      priority: Math.min(...node.definitions.map((definition) => definition.priority)),
    }
  );
}

function cell(node: OptionNode): Cell<string | number | boolean> {
  const { value } = node;
  switch (value.kind) {
    case 'string':
    case 'bool':
    case 'float':
      return value.value;
    case 'int':
      return Number(value.value);
    case 'null':
      return undefined;
    case 'path':
      return value.path;
    case 'unknown':
      return { undecided: describe(value.reason) };
    case 'failure':
      return { undecided: `fails: ${value.message}` };
    default:
      return { undecided: `is a ${value.kind}` };
  }
}

/** An option path as Nix writes it: names that are no identifiers are quoted. */
function dotted(path: readonly string[]): string {
  return path
    .map((name) => (/^[A-Za-z_][\w'-]*$/.test(name) ? name : JSON.stringify(name)))
    .join('.');
}
