import { isUndecided } from '#analyzer/facts/cell.ts';
import type { DocTableRow } from '#analyzer/facts/documents.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'docs/machines-table',
    summary: 'Tables of machines in documents list the machines of the flake.',
    severity: 'warning',
    fix: 'none',
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
      flake, and fewer others. A platform in a row, such as \`x86_64-linux\`, is that of the
      machine.
    `,
    bad: [
      `
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

| Host | Port |
|---|---|
| example.org | 443 |
| oak | 22 |
      `,
    ],
  },

  check(context) {
    const { facts, options } = context;
    const headers = typeof options.columns === 'object' ? options.columns : [];
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
  return named.length > 1 && named.length * 2 > rows.length && named.length * 2 > machines.length;
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
    else if (gap) context.undecided(gap.reason);
    else context.report(at, { message: `there is no machine \`${name}\`` });
  }
  const last = rows.at(-1);
  for (const { name, at } of machines.filter(({ output }) => output !== '')) {
    context.decided();
    if (!last || rows.some((row) => cellOf(row, header) === name)) continue;
    const made = { ...facts.locate(at), message: `\`${name}\` is made here` };
    const message = `\`${name}\` is missing in this table`;
    context.report(last.places?.[header] ?? last.at, { message, related: [made] });
  }
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
  context.report(at, { message: `\`${machine.name}\` is for \`${system}\`` });
}
