import type { Fix } from '#analyzer/diagnostic.ts';
import { linesOf } from '#analyzer/edit/table-row.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { type DomainRow, domainTables } from '#analyzer/network/domain-table.ts';
import { proxiesOf } from '#analyzer/network/proxies.ts';
import { arrange, isAscending } from '#analyzer/order/arrange.ts';
import { misplaced } from '#analyzer/order/misplaced.ts';
import { domainHeaderOptions, domainHeadersOf } from '#linter/domain-headers.ts';
import { plainOrdering } from '#linter/ordered.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'order/domain-table',
    summary: 'The table of domains in a document ascends by domain.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      ...roleOptions,
      ...domainHeaderOptions,
    },
  },

  docs: {
    why: `
      Virtual hosts, certificates, records and the table of domains are compared
      with each other by people. In the same order, a domain that one of them
      lacks is easy to see.

      Which table is one of domains, \`network/domain-table\` says. Domains compare
      by their bytes. No machine reads the table, so the fix is safe.
    `,
    bad: [
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = {
      gate = nixpkgs.lib.nixosSystem { modules = [ ./gate.nix ]; };
      oak = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "oak"; } ]; };
    };
  };
}
-- gate.nix --
{
  services.nginx.virtualHosts = {
    "api.example.org".locations."/".proxyPass = "http://oak:8083";
    "blog.example.org".locations."/".proxyPass = "http://oak:4321";
    "example.org".locations."/".proxyPass = "http://oak:8080";
  };
}
-- AGENTS.md --
| Domain | Port |
|---|---|
| blog.example.org | 4321 |
#^^^^^^^^^^^^^^^^^^^^^^^^^^ note: \`blog.example.org\` is here
| example.org | 8080 |
| api.example.org | 8083 |
#^^^^^^^^^^^^^^^^^^^^^^^^^ \`api.example.org\` should come before \`blog.example.org\` (alphabetical)
        `,
        fixed: `
-- AGENTS.md --
| Domain | Port |
|---|---|
| api.example.org | 8083 |
| blog.example.org | 4321 |
| example.org | 8080 |
        `,
      },
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = {
      gate = nixpkgs.lib.nixosSystem { modules = [ ./gate.nix ]; };
      oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
    };
  };
}
-- gate.nix --
{
  networking.firewall.allowedTCPPorts = [ 80 ];
  services.nginx.virtualHosts = {
    "api.example.org".locations."/".proxyPass = "http://oak:8083";
    "example.org".locations."/".proxyPass = "http://oak:8080";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 8080 8083 ];
}
-- AGENTS.md --
| Domain | Port |
|---|---|
| api.example.org | 8083 |
| example.org | 8080 |

| Domain | Port |
|---|---|
| b.example.com | 1 |
| a.example.com | 2 |
      `,
    ],
  },

  check(context) {
    const { proxies } = proxiesOf(context.facts, rolesOf(context));
    const headers = domainHeadersOf(context.options);
    for (const { rows } of domainTables(context.facts, headers, proxies)) checkRows(context, rows);
  },
});

function checkRows(context: FleetContext, rows: readonly DomainRow[]): void {
  const { facts } = context;
  const places = arrange(
    rows.map(({ domain }) => domain),
    plainOrdering,
  );
  context.decided();
  if (isAscending(places)) return;
  const ranks = places.map(({ rank }) => rank);
  const wrong = misplaced(ranks);
  const [row, neighbour] = [rows[wrong?.index ?? -1], rows[wrong?.neighbour ?? -1]];
  if (!wrong || !row || !neighbour) return;
  const fix = sorted(facts, rows, ranks);
  context.report(row.row.at, {
    message: `\`${row.domain}\` should come ${wrong.side} \`${neighbour.domain}\` (alphabetical)`,
    related: [{ ...facts.locate(neighbour.row.at), message: `\`${neighbour.domain}\` is here` }],
    fixes: fix ? [fix] : [],
  });
}

/** Each place gets the row that belongs there. */
function sorted(
  facts: Facts,
  rows: readonly DomainRow[],
  ranks: readonly number[],
): Fix | undefined {
  const places = rows.map(({ row }) => facts.locate(row.at));
  const lines = places.map(({ file, span }) => {
    const text = facts.text(file) ?? '';
    const { start, end } = linesOf(text, span);
    const body = text.slice(start, end).replace(/\r?\n$/, '');
    return { file, span: { start, end: start + body.length }, body };
  });
  const edits = lines.flatMap(({ file, span, body }, index) => {
    const text = lines[ranks.indexOf(index)]?.body ?? body;
    return text === body ? [] : [{ file, span, text }];
  });
  return { title: 'sort', safety: 'safe', edits };
}
