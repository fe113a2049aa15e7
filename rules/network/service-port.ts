import { known } from '#analyzer/facts/cell.ts';
import { type Facts, gapFor } from '#analyzer/facts/facts.ts';
import type { ListenerRow } from '#analyzer/facts/network.ts';
import { type DomainRow, type DomainTable, domainTables } from '#analyzer/network/domain-table.ts';
import { leadsBehind, proxiesOf } from '#analyzer/network/proxies.ts';
import {
  domainHeaderOptions,
  domainHeadersOf,
  serviceHeaderOption,
} from '#linter/domain-headers.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/service-port',
    summary: 'A service that a table of domains names listens on the port of its row.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      ...roleOptions,
      ...domainHeaderOptions,
      ...serviceHeaderOption,
    },
  },

  docs: {
    why: `
      A route leads to a port, and a unit says in its own file where it listens.
      Nothing but the table of domains says that the two belong together: when
      the unit moves to another port, the proxy answers with "bad gateway".

      Looked at are rows whose cell in the column \`Service\` is the name of a
      unit or service of the machine behind the proxy, or its beginning up to a
      hyphen. Where the service may listen on a port that is not known, nothing
      is said.
    `,
    bad: [
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
  services.nginx.virtualHosts."api.example.org".locations."/".proxyPass = "http://oak:8083";
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 8083 ];
  systemd.services.gateway = {
#                  ^^^^^^^ note: \`gateway\` listens here
    environment.PORT = "8081";
    serviceConfig = { ExecStart = "/run/current-system/sw/bin/gateway"; User = "gateway"; };
  };
}
-- AGENTS.md --
| Domain | Port | Service |
|---|---|---|
| api.example.org | 8083 | gateway |
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`gateway\` on oak listens on TCP 8081, and not on 8083
      `,
    ],
    good: [
      // Another name, a unit that says nothing of its port, and one of several.
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
    "blog.example.org".locations."/".proxyPass = "http://oak:4321";
    "shop.example.org".locations."/".proxyPass = "http://oak:8084";
    "wiki.example.org".locations."/".proxyPass = "http://oak:8085";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 4321 8083 8084 8085 ];
  systemd.services = {
    blog.serviceConfig = { ExecStart = "/run/current-system/sw/bin/blog"; };
    blog-preview = {
      environment.PORT = "3000";
      serviceConfig = { ExecStart = "/run/current-system/sw/bin/blog"; };
    };
    gateway = {
      environment.PORT = "8083";
      serviceConfig = { ExecStart = "/run/current-system/sw/bin/gateway"; };
    };
    shop-production = {
      environment.PORT = "8084";
      serviceConfig = { ExecStart = "/run/current-system/sw/bin/shop"; };
    };
  };
}
-- AGENTS.md --
| Domain | Port | Service |
|---|---|---|
| api.example.org | 8083 | gateway |
| blog.example.org | 4321 | blog |
| shop.example.org | 8084 (tunnel only) | shop |
| wiki.example.org | 8085 | notes |
      `,
    ],
  },

  check(context) {
    const { facts, options } = context;
    const { proxies } = proxiesOf(facts, rolesOf(context));
    const headers = domainHeadersOf(options);
    for (const table of domainTables(facts, headers, proxies))
      for (const row of table.rows) checkRow(context, table, row);
  },
});

function checkRow(context: FleetContext, table: DomainTable, { row, port }: DomainRow): void {
  const { facts } = context;
  const name = row.cells[table.columns.service ?? -1]?.trim().toLowerCase() ?? '';
  if (port === undefined || name === '') return;
  for (const host of hostsBehind(context, port)) {
    const listeners = listenersOf(facts, host, name);
    const [first] = listeners;
    if (!first) continue;
    const gap = gapFor(facts.table('listener'), { host, service: first.service, port });
    if (gap) context.undecided(gap.reason);
    else context.decided();
    if (gap || listeners.some((each) => each.port <= port && port <= each['to-port'])) continue;
    const own = listeners.map((each) => `${each.protocol.toUpperCase()} ${each.port}`).join(', ');
    const note = { ...facts.locate(first.at), message: `\`${first.service}\` listens here` };
    const message = `\`${first.service}\` on ${host} listens on ${own}, and not on ${port}`;
    context.report(row.at, { message, related: [note] });
  }
}

/** The machines behind a proxy that a route leads to by this port. */
function hostsBehind(context: FleetContext, port: number): ReadonlySet<string> {
  const roles = rolesOf(context);
  const routes = context.facts
    .table('route')
    .rows.filter((route) => leadsBehind(route, roles) && known(route['upstream-port']) === port);
  return new Set(routes.flatMap((route) => known(route['upstream-host']) ?? []));
}

/** What listens under a name; under one that it begins with only where nothing is called so itself. */
function listenersOf(facts: Facts, host: string, name: string): readonly ListenerRow[] {
  const rows = facts.table('listener').rows.filter((row) => row.host === host);
  const own = rows.filter(({ service }) => service.toLowerCase() === name);
  const isThere = facts
    .table('service')
    .rows.some((row) => row.host === host && row.name.toLowerCase() === name);
  if (own.length > 0 || isThere) return own;
  const longer = rows.filter(({ service }) => service.toLowerCase().startsWith(`${name}-`));
  return new Set(longer.map(({ service }) => service)).size === 1 ? longer : [];
}
