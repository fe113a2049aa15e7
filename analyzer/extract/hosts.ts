import { describe } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import { entryOf } from './modules.ts';
import { siteOf, stringCell, TableBuilder } from './table.ts';
import { tunnelTable } from './tunnels.ts';

/** The machines of the fleet. */
export function hostTable(fleet: Fleet): TableBuilder<'host'> {
  const table = new TableBuilder('host');
  const tunnels = tunnelTable(fleet);
  for (const host of fleet.hosts) {
    const name = optionAt(host, ['networking', 'hostName']);
    const site = siteOf(name);
    table.add({
      at: host.at ?? { file: host.flake, expr: 0 },
      ...(site ? { places: { 'host-name': site } } : {}),
      name: host.name,
      class: host.class,
      system: systemCell(host),
      'host-name': stringCell(name),
      output: host.output,
      entry: entryOf(fleet, host),
      addresses: [
        ...new Set([
          ...tunnels.rows.filter((row) => row.host === host.name).flatMap((row) => row.addresses),
          ...staticAddresses(host),
        ]),
      ],
    });
  }
  for (const gap of fleet.gaps) {
    const reason =
      gap.reason.kind === 'failure' ? `fails: ${gap.reason.message}` : describe(gap.reason);
    const name = gap.output.length > 1 ? gap.output.slice(1).join('.') : undefined;
    table.gap(
      name === undefined ? { class: gap.class } : { class: gap.class, name },
      reason,
      gap.at,
    );
  }
  return table;
}

function systemCell(host: FleetHost): Cell<string> {
  const value = host.evaluation.system.force();
  if (value.kind === 'string') return value.value;
  return { undecided: value.kind === 'unknown' ? describe(value.reason) : 'is not a string' };
}

function staticAddresses(host: FleetHost): string[] {
  const interfaces = optionAt(host, ['networking', 'interfaces']);
  return interfaces.names().flatMap((name) =>
    ['ipv4', 'ipv6'].flatMap((family) => {
      const value = interfaces.at([name, family, 'addresses']).value;
      if (value.kind !== 'list') return [];
      return value.items.flatMap((item) => {
        const entry = item.force();
        const address = entry.kind === 'attrs' ? entry.get('address')?.value.force() : undefined;
        return address?.kind === 'string' ? [address.value] : [];
      });
    }),
  );
}
