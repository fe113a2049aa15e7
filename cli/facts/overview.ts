import type { Snapshot } from '#analyzer/snapshot.ts';
import { drawGrid, type Grid, type GridCell } from '../format/grid.ts';
import { printable } from '../format/printable.ts';
import { counted } from '../format/summary.ts';
import { brokenFilesText } from './broken-files.ts';
import { cellOf, nothing } from './cells.ts';
import type { Look } from './look.ts';
import { countOptions, type OptionCounts } from './option-counts.ts';
import { Reasons } from './reasons.ts';
import {
  countCell,
  gapReasons,
  left,
  paragraphs,
  reasonsText,
  right,
  tablesText,
} from './sections.ts';
import { type FactGap, type FactRow, type FactTable, factTable, tableNames } from './tables.ts';

/** The fleet at a glance: its machines, the tables, and what stood in the way of knowing more. */
export function overview(snapshot: Snapshot, look: Look): string {
  const reasons = new Reasons();
  const machines = machinesIn(snapshot, reasons);
  const tables = tableNames().map((name) => factTable(snapshot.facts(), name));
  return paragraphs([
    machinesText(snapshot, machines, look),
    tablesText(
      tables.filter((table) => !isEmpty(table)),
      look,
    ) + emptyTables(tables),
    reasonsText('why values of options are not known', reasons, look),
    reasonsText('why tables have gaps', gapReasons(tables), look),
    'more: `flakewise facts MACHINE`, `flakewise facts TABLE`, `flakewise facts MACHINE --option PATH`\n',
  ]);
}

function isEmpty({ rows, gaps }: FactTable): boolean {
  return rows.length === 0 && gaps.length === 0;
}

/** Tables of which the repository certainly has nothing. */
function emptyTables(tables: readonly FactTable[]): string {
  const names = tables.filter(isEmpty).map(({ name }) => name);
  return names.length === 0 ? '' : `nothing in: ${names.join(', ')}\n`;
}

const columns = [
  left('machine'),
  left('class'),
  left('system'),
  right('modules'),
  right('options known'),
  right('in part'),
  right('unknown'),
  left('homes'),
];

/** What is said of a machine beside its row. */
interface Machine {
  readonly name: string;
  readonly class: string;
  readonly options: OptionCounts;
  readonly homes: readonly string[];
}

function machinesIn(snapshot: Snapshot, reasons: Reasons): ReadonlyMap<string, Machine> {
  const machines = new Map<string, Machine>();
  for (const host of snapshot.machines()) {
    const { name, class: hostClass } = host;
    const homes = host.homes.map(({ user }) => user);
    const options = countOptions(host, reasons);
    machines.set(name, { name, class: hostClass, options, homes });
  }
  return machines;
}

function machinesText(
  snapshot: Snapshot,
  machines: ReadonlyMap<string, Machine>,
  look: Look,
): string {
  const facts = snapshot.facts();
  const hosts = factTable(facts, 'host');
  const modules = modulesByHost(factTable(facts, 'module'));
  const rows = hosts.rows.flatMap((row): GridCell[][] => {
    const machine = machines.get(String(row.name));
    const count = modules.get(String(row.name)) ?? 0;
    return machine ? [machineCells(row, { ...machine, count }, look)] : [];
  });
  const missing = hosts.gaps.map((gap) => missingMachine(gap, look));
  const none = rows.length + missing.length === 0 ? noMachines : '';
  const head = `${look.palette.bold(counted(rows.length, 'machine'))}\n`;
  const drawn = rows.length === 0 ? none : drawGrid(withoutHomes(rows), look);
  return [head, drawn, ...missing, brokenFilesText(snapshot, look)].join('');
}

function machineCells(
  row: FactRow,
  { name, class: hostClass, options, homes, count }: Machine & { readonly count: number },
  look: Look,
): GridCell[] {
  const { known, partly, unknown } = options;
  return [
    { text: printable(name) },
    { text: hostClass },
    cellOf(row.system, look.palette),
    countCell(count, look),
    countCell(known, look),
    countCell(partly, look),
    countCell(unknown, look),
    cellOf(homes, look.palette),
  ];
}

/** The last column is left out where no machine has homes. */
function withoutHomes(rows: readonly GridCell[][]): Grid {
  if (rows.some((row) => row.at(-1)?.text !== nothing)) return { columns, rows };
  return { columns: columns.slice(0, -1), rows: rows.map((row) => row.slice(0, -1)) };
}

const noMachines =
  'no flake here makes machines: nothing is in `nixosConfigurations`, `darwinConfigurations` or `homeConfigurations`\n';

function modulesByHost({ rows }: FactTable): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { hosts } of rows) {
    for (const host of Array.isArray(hosts) ? hosts : []) {
      counts.set(host, (counts.get(host) ?? 0) + 1);
    }
  }
  return counts;
}

function missingMachine({ known, reason, at }: FactGap, { palette, places }: Look): string {
  const what = ['class', 'name'].flatMap((column) => known[column] ?? []).join(' ');
  const place = places.text(at);
  const where = place === '' ? '' : `  ${palette.dim(place)}`;
  return `${palette.severity.warning('?')} ${printable(what)}: ${printable(reason)}${where}\n`;
}
