import type { Gap } from '../facts/facts.ts';
import type { TableName } from '../facts/tables.ts';
import type { FleetHost } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { type Item, itemsIn, nameIn } from './item-fields.ts';
import { itemsOf, siteOf, type TableBuilder } from './table.ts';

/** A list of things that have names, for a table that has a row for each. */
interface NamedList<Name extends TableName> {
  readonly host: FleetHost;
  readonly list: OptionNode;
  readonly known: Gap<Name>['known'];
}

/** The items of a list whose names are known; the others, and what hides more of them, are gaps. */
export function namedItems<Name extends TableName>(
  table: TableBuilder<Name>,
  { host, list, known }: NamedList<Name>,
): readonly { readonly name: string; readonly at: Site; readonly item: Item }[] {
  const { items, open } = itemsOf(list);
  if (open) table.gap(known, open);
  return itemsIn(items).flatMap((item) => {
    const at = item.thunk.site ?? siteOf(list) ?? { file: host.flake, expr: 0 };
    const name = nameIn(item, 'name');
    if (typeof name === 'string') return [{ name, at, item }];
    table.gap(known, name?.undecided ?? 'is an item without a name', at);
    return [];
  });
}
