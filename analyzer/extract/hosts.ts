import { describe } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { Gap, Table } from '../facts/facts.ts';
import type { HostRow } from '../facts/machines.ts';
import type { FlakeGap } from '../flake/flake.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import { entryOf, type MachineFiles } from './modules.ts';
import { siteOf, stringCell, TableBuilder } from './table.ts';

/** What a machine says of itself, whatever other machines there are. */
export type OwnHostRow = Omit<HostRow, 'entry'>;

/** The row of a machine; `addresses` has those of its tunnels. */
export function hostRow(host: FleetHost, tunnels: Table<'tunnel'>): OwnHostRow {
  const name = optionAt(host, ['networking', 'hostName']);
  const site = siteOf(name);
  const ofTunnels = tunnels.rows.flatMap((row) => row.addresses);
  return {
    at: host.at ?? { file: host.flake, expr: 0 },
    ...(site ? { places: { 'host-name': site } } : {}),
    name: host.name,
    class: host.class,
    system: systemCell(host),
    'host-name': stringCell(name),
    output: host.output,
    addresses: [...new Set([...ofTunnels, ...staticAddresses(host)])],
  };
}

/** The machines of the fleet, with the file that belongs to each of them alone. */
export function hostTable(
  machines: readonly { readonly host: OwnHostRow; readonly files: MachineFiles }[],
  gaps: readonly FlakeGap[],
): Table<'host'> {
  const all = machines.map(({ files }) => files);
  const rows = machines.map(({ host, files }) => ({ ...host, entry: entryOf(files, all) }));
  return { rows, gaps: hostGaps(gaps) };
}

/** What flakes may have besides the machines that are known. */
function hostGaps(gaps: readonly FlakeGap[]): readonly Gap<'host'>[] {
  const table = new TableBuilder('host');
  for (const { output, reason, at, class: hostClass } of gaps) {
    const text = reason.kind === 'failure' ? `fails: ${reason.message}` : describe(reason);
    const name = output.length > 1 ? output.slice(1).join('.') : undefined;
    const known = name === undefined ? { class: hostClass } : { class: hostClass, name };
    table.gap(known, text, at);
  }
  return table.gaps;
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
