import type { Fix } from '#analyzer/diagnostic.ts';
import { addedRow, correctedRow, removedRow } from '#analyzer/edit/doc-table.ts';
import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { DocTableRow } from '#analyzer/facts/documents.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import { compareBytes } from '#analyzer/order/compare.ts';
import { textsOption } from '#linter/options.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'docs/machines-table',
    summary: 'Tables of machines in documents list the machines of the flake.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      columns: {
        summary: 'Headers of the column that names machines as the flake does.',
        default: ['Hostname', 'Host', 'Machine'],
      },
    },
  },

  docs: {
    why: `
      People look the machines up in the README, and agents believe it. A machine
      that is missing there is forgotten, and one that is gone is looked for.

      A table counts when its column names more than half of the machines of the
      flake, and few others: more make it a table of devices of any kind. A
      platform in a row, such as \`x86_64-linux\`, is that of the machine.

      The fix corrects platforms. Asked for, it also takes out the row of a machine
      that is gone, which may only be misspelt, and adds one for a machine that is
      missing, in which somebody has to write what nobody can know.
    `,
    bad: [
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ { nixpkgs.hostPlatform = "x86_64-linux"; } ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { nixpkgs.hostPlatform = "aarch64-linux"; } ]; };
    nixosConfigurations.yew = nixpkgs.lib.nixosSystem { modules = [ { nixpkgs.hostPlatform = "x86_64-linux"; } ]; };
#                       ^^^ note: \`yew\` is made here
  };
}
-- README.md --
| Machine | OS |
|---|---|
| ash | NixOS (x86_64-linux) |
| oak | NixOS (x86_64-linux) |
# ^^^ \`oak\` is for \`aarch64-linux\`
| fir | NixOS |
# ^^^ there is no machine \`fir\`
# ^^^ \`yew\` is missing in this table
        `,
        fixed: `
-- README.md --
| Machine | OS |
|---|---|
| ash | NixOS (x86_64-linux) |
| oak | NixOS (aarch64-linux) |
| yew | NixOS (x86_64-linux) |
        `,
      },
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
    nixosConfigurations.fir = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
#                       ^^^ note: \`fir\` is made here
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
  };
}
-- README.md --
| Host  | For       |
|-------|-----------|
| ash   | the desk  |
| oak   | the cellar |
# ^^^ \`fir\` is missing in this table
        `,
        fixed: `
-- README.md --
| Host  | For       |
|-------|-----------|
| ash   | the desk  |
| fir | TODO |
| oak   | the cellar |
        `,
      },
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.darwin.url = "github:nix-darwin/nix-darwin";
  outputs = { nixpkgs, darwin, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { nixpkgs.hostPlatform = "x86_64-linux"; } ]; };
    darwinConfigurations.fig.local = darwin.lib.darwinSystem { modules = [ { nixpkgs.hostPlatform = "aarch64-darwin"; } ]; };
  };
}
-- README.md --
| Machine | Hostname | OS |
|---|---|---|
| oak | oak | NixOS (x86_64-linux) |
| laptop | fig.local | macOS (aarch64-darwin) |
| tower | elm | Retired in spring |

| Host | Port |
|---|---|
| example.org | 443 |
| oak | 22 |
      `,
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
  };
}
-- README.md --
| Machine | System |
|---|---|
| ash | NixOS |
| elm | NixOS |
| oak | NixOS |
| console | SteamOS |
| desk | Windows |
      `,
    ],
  },

  check(context) {
    const { facts, options } = context;
    const headers = textsOption(options, 'columns');
    const machines = facts.table('host').rows.filter((host) => host.class !== 'home');
    for (const rows of tablesOf(facts.table('doc-table').rows)) {
      const header = headers.find((each) => listsMachines(rows, each, machines));
      if (header !== undefined) checkTable(context, { rows, header, machines });
    }
  },
});

/** The rows of each table, by document, heading and headers. */
function tablesOf(rows: readonly DocTableRow[]): Iterable<readonly DocTableRow[]> {
  const tables = new Map<string, DocTableRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.file, row.heading, row.headers]);
    tables.set(key, [...(tables.get(key) ?? []), row]);
  }
  return tables.values();
}

function cellOf({ headers, cells }: DocTableRow, header: string): string {
  return cells[headers.indexOf(header)] ?? '';
}

function listsMachines(
  rows: readonly DocTableRow[],
  header: string,
  machines: readonly HostRow[],
): boolean {
  const named = rows.filter((row) => machines.some(({ name }) => name === cellOf(row, header)));
  const others = rows.length - named.length;
  const isOurs = others <= 1 || named.length >= others * 3;
  return isOurs && named.length > 1 && named.length * 2 > machines.length;
}

interface MachineTable {
  readonly rows: readonly DocTableRow[];
  readonly header: string;
  readonly machines: readonly HostRow[];
}

function checkTable(context: FleetContext, table: MachineTable): void {
  const { rows, header, machines } = table;
  const { facts } = context;
  const [gap] = facts.table('host').gaps;
  for (const row of rows) {
    const name = cellOf(row, header);
    const at = row.places?.[header] ?? row.at;
    const machine = machines.find((each) => each.name === name);
    if (machine) checkPlatform(context, row, { machine, at });
    else if (isElsewhere(facts, row, name)) continue;
    else if (gap) context.undecided(gap.reason);
    else {
      const edits = [removedRow(facts, row)];
      const fixes: Fix[] = [{ title: `remove the row of \`${name}\``, safety: 'unsafe', edits }];
      context.report(at, { message: `there is no machine \`${name}\``, fixes });
    }
  }
  const last = rows.at(-1);
  for (const machine of machines.filter(({ output }) => output !== '')) {
    const { name, at } = machine;
    context.decided();
    if (!last || rows.some((row) => cellOf(row, header) === name)) continue;
    const made = { ...facts.locate(at), message: `\`${name}\` is made here` };
    const message = `\`${name}\` is missing in this table`;
    const fixes = addMachine(facts, table, machine);
    context.report(last.places?.[header] ?? last.at, { message, related: [made], fixes });
  }
}

/** Whether a row names a home, or speaks of a machine that is gone or to come. */
function isElsewhere(facts: Facts, { cells }: DocTableRow, name: string): boolean {
  const words = /\b(retired|decommissioned|archived|former|planned|offline|unmanaged|todo)\b/i;
  const isHome = facts.table('host').rows.some((host) => host.name === name);
  return isHome || cells.some((cell) => words.test(cell));
}

/** A row for a machine, where the order of the others wants it; what is not known is `TODO`. */
function addMachine(facts: Facts, table: MachineTable, machine: HostRow): readonly Fix[] {
  const { rows, header } = table;
  const names = rows.map((row) => cellOf(row, header));
  const isSorted = names.every((name, index) => {
    return index === 0 || compareBytes(names[index - 1] ?? '', name) < 0;
  });
  const next = isSorted
    ? rows.find((row) => compareBytes(cellOf(row, header), machine.name) > 0)
    : undefined;
  const cells = (rows[0]?.headers ?? []).map((each) => {
    return each === header ? machine.name : (platformCell(table, machine, each) ?? 'TODO');
  });
  const edit = addedRow(facts, { rows, next, cells });
  const safety = cells.includes('TODO') ? 'unsafe' : 'safe';
  return edit ? [{ title: `add a row for \`${machine.name}\``, safety, edits: [edit] }] : [];
}

/** What the rows of machines with the same platform say of it, where all of them say the same. */
function platformCell(
  { rows, header, machines }: MachineTable,
  machine: HostRow,
  column: string,
): string | undefined {
  const system = known(machine.system);
  const alike = rows.filter((row) => {
    const other = machines.find(({ name }) => name === cellOf(row, header));
    return other?.class === machine.class && known(other.system) === system;
  });
  const cells = new Set(alike.map((row) => cellOf(row, column)));
  const [only = ''] = cells;
  return system !== undefined && cells.size === 1 && only.includes(system) ? only : undefined;
}

function checkPlatform(
  context: FleetContext,
  row: DocTableRow,
  { machine, at }: { readonly machine: HostRow; readonly at: DocTableRow['at'] },
): void {
  const { system } = machine;
  const written = /\b(x86_64|aarch64|i686|armv7l|riscv64)-(linux|darwin)\b/.exec(
    row.cells.join(' '),
  );
  if (!written || system === undefined) return;
  if (isUndecided(system)) context.undecided(system.undecided);
  else context.decided();
  if (isUndecided(system) || system === written[0]) return;
  const edit = correctedRow(context.facts, row, { from: written[0], to: system });
  const title = `write \`${system}\``;
  const fixes: Fix[] = edit ? [{ title, safety: 'safe', edits: [edit] }] : [];
  context.report(at, { message: `\`${machine.name}\` is for \`${system}\``, fixes });
}
