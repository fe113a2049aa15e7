import type { FleetHost } from '#analyzer/flake/fleet.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { drawGrid, type GridCell } from '../format/grid.ts';
import { printable } from '../format/printable.ts';
import { cellOf, nothing } from './cells.ts';
import type { Look } from './look.ts';
import { countOptions, type OptionCounts } from './option-counts.ts';
import { Reasons } from './reasons.ts';
import { gapReasons, left, paragraphs, reasonsText, tablesText } from './sections.ts';
import { type FactTable, factTable, ofHost, tableNames } from './tables.ts';

/** One machine: what it is, how much is known of it, and what stood in the way of the rest. */
export function machinePage(name: string, snapshot: Snapshot, look: Look): string {
  const host = snapshot.machine(name);
  if (!host) return '';
  const reasons = new Reasons();
  const options = countOptions(host, reasons);
  const all = tableNames().map((name) => ofHost(factTable(snapshot.facts(), name), host.name));
  const filled = all.filter(({ name, rows, gaps }) => {
    return name !== 'host' && rows.length + gaps.length > 0;
  });
  return paragraphs([
    headText(host, { options, machines: all.find(({ name }) => name === 'host') }, look),
    tablesText(filled, look),
    reasonsText('why values of options are not known', reasons, look),
    reasonsText('why tables have gaps', gapReasons(filled), look),
  ]);
}

interface Known {
  readonly options: OptionCounts;
  readonly machines: FactTable | undefined;
}

function headText(host: FleetHost, { options, machines }: Known, look: Look): string {
  const { palette, places } = look;
  const { known, partly, unknown } = options;
  const row = machines?.rows.find(({ name }) => name === host.name);
  const columns = ['system', 'host-name', 'addresses', 'entry', 'output'];
  const facts: (readonly [string, GridCell])[] = [
    ['class', { text: host.class }],
    ...columns.map((column): [string, GridCell] => [column, cellOf(row?.[column], palette)]),
    [
      'homes',
      cellOf(
        host.homes.map(({ user }) => user),
        palette,
      ),
    ],
    ['options', { text: `${known} known, ${partly} in part, ${unknown} unknown` }],
    ['place', { text: places.text(host.at) || nothing, paint: palette.dim }],
  ];
  const rows = facts.map(([name, cell]) => [{ text: name, paint: palette.dim }, cell]);
  return drawGrid({ columns: [left('machine'), left(printable(host.name))], rows }, look);
}
