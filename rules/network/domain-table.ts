import type { Note } from '#analyzer/diagnostic.ts';
import { gapFor } from '#analyzer/facts/facts.ts';
import {
  type DomainRow,
  type DomainTable,
  domainTables,
  passedOn,
  type ServedDomain,
} from '#analyzer/network/domain-table.ts';
import { type Drift, mendTable } from '#analyzer/network/domain-table-fix.ts';
import { proxiesOf, type ReverseProxy } from '#analyzer/network/proxies.ts';
import { type NamedStream, namedStreams } from '#analyzer/network/streams.ts';
import {
  domainHeaderOptions,
  domainHeadersOf,
  serviceHeaderOption,
} from '#linter/domain-headers.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/domain-table',
    summary: 'The table of domains in a document says what the proxy does.',
    severity: 'warning',
    fix: 'safe',
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
      A table that says which domain leads to which port is what people and agents
      read first, and nothing keeps it true: a domain is added, and the table is
      not.

      A table is one of domains when the headers of its columns have the words
      \`Domain\` and \`Port\`, and at least one of its domains is served. Each
      domain that the proxy passes on has a row, with the port behind the proxy.
      A row that speaks of a stream must name a port of one. A row whose domain is
      not served any more is stale. A table that has rows of streams has one for each
      service behind a stream whose \`public_url\` gives the stream a name.

      The fix adds, removes and corrects rows. What a new service is called is what
      the comment beside the port says in the firewall of the machine behind;
      without one it is \`TODO\`, and the fix is not applied unasked.
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
      oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
    };
  };
}
-- gate.nix --
{
  services.nginx = {
    streamConfig = "server { listen 22; proxy_pass oak:23231; }";
    virtualHosts = {
      "api.example.org".locations."/".proxyPass = "http://oak:8083";
#     ^^^^^^^^^^^^^^^^^ note: \`api.example.org\` leads to port 8083
      "blog.example.org".locations."/".proxyPass = "http://oak:4321";
#     ^^^^^^^^^^^^^^^^^^ note: \`blog.example.org\` has no row
      "shop.example.org".locations."/".proxyPass = "http://oak:8085";
    };
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [
    4321 # Blog
    8083 # API
    8085 # Shop
    23231
  ];
}
-- AGENTS.md --
| Domain | Oak port | Service |
|---|---|---|
| api.example.org | 8080 (internal) | api |
| git.example.org | 23231 (SSH stream) | soft-serve |
| old.example.org | 9000 | wiki |
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: nothing serves \`old.example.org\` like this
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the table by \`Domain\` is out of date: 1 row missing, 1 row stale, 1 row with another port
| shop.example.org | 8085 | shop |
        `,
        fixed: `
-- AGENTS.md --
| Domain | Oak port | Service |
|---|---|---|
| api.example.org | 8083 (internal) | api |
| blog.example.org | 4321 | blog |
| git.example.org | 23231 (SSH stream) | soft-serve |
| shop.example.org | 8085 | shop |
        `,
      },
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
  services.nginx = {
    streamConfig = ''
      server { listen 22; proxy_pass oak:23231; }
      server { listen 25565; proxy_pass oak:25565; }
    '';
    virtualHosts."api.example.org".locations."/".proxyPass = "http://oak:8083";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  services.soft-serve.settings.ssh.public_url = "ssh://git.example.org";
#                                  ^^^^^^^^^^ note: \`git.example.org\` is the address of a stream without a row
}
-- AGENTS.md --
| Domain | Port |
|---|---|
| api.example.org | 8083 |
#^^^^^^^^^^^^^^^^^^^^^^^^^ the table by \`Domain\` is out of date: 1 row missing
| games.example.org | 25565 (TCP stream) |
      `,
    ],
    good: [
      // Time has no name, and no row; a table of mail is none of domains that are served.
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
  networking.firewall.allowedTCPPorts = [ 22 80 ];
  networking.firewall.allowedUDPPorts = [ 123 ];
  services.nginx = {
    streamConfig = ''
      server { listen 123 udp; proxy_pass oak:123; }
      server { listen 22; proxy_pass oak:23231; }
    '';
    virtualHosts."api.example.org".locations."/".proxyPass = "http://oak:8083";
    virtualHosts."here.example.org".locations."/".proxyPass = "http://127.0.0.1:3000";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 8083 23231 ];
  networking.firewall.allowedUDPPorts = [ 123 ];
}
-- README.md --
| Domain | Port | Service |
|---|---|---|
| api.example.org | 8083 (tunnel only) | api |
| git.example.org | 23231 (SSH stream) | soft-serve |

| Domain | Port |
|---|---|
| mail.example.net | 993 |
      `,
    ],
  },

  check(context) {
    const roles = rolesOf(context);
    const { proxies } = proxiesOf(context.facts, roles);
    const headers = domainHeadersOf(context.options);
    const served = passedOn(proxies, roles);
    for (const table of domainTables(context.facts, headers, proxies))
      checkTable(context, table, { proxies, served });
  },
});

interface Truth {
  readonly proxies: readonly ReverseProxy[];
  readonly served: ReadonlyMap<string, ServedDomain>;
}

function checkTable(context: FleetContext, table: DomainTable, truth: Truth): void {
  const { facts } = context;
  const listed = new Set(table.rows.map(({ domain }) => domain));
  const streams = table.rows.some(({ isStream }) => isStream)
    ? namedStreams(facts).filter(
        ({ domain, source }) => source === 'address' && !listed.has(domain),
      )
    : [];
  const drift: Drift = {
    missing: [...truth.served.values()].filter(({ domain }) => !listed.has(domain)),
    stale: table.rows.filter((row) => isStale(context, row, truth)),
    wrong: table.rows.flatMap((row) => {
      const served = row.isStream ? undefined : truth.served.get(row.domain);
      const isWrong = served && row.port !== undefined && !served.ports.includes(row.port);
      return isWrong ? [{ row, served }] : [];
    }),
  };
  context.decided();
  const [first] = [...drift.stale, ...drift.wrong.map(({ row }) => row), ...table.rows];
  const parts = [
    counted(drift.missing.length + streams.length, 'missing'),
    counted(drift.stale.length, 'stale'),
    counted(drift.wrong.length, 'with another port'),
  ].filter((part) => part !== '');
  if (parts.length === 0 || !first) return;
  // What a stream is called in a table is for its author to say.
  const fix = streams.length === 0 && mendTable(facts, table, drift);
  const header = first.row.headers[table.columns.domain] ?? '';
  context.report(first.row.at, {
    message: `the table by \`${header}\` is out of date: ${parts.join(', ')}`,
    related: [...notes(context, drift), ...streams.map((each) => unlisted(context, each))],
    fixes: fix ? [fix] : [],
  });
}

/** A domain that nothing serves, or a stream with a port that no stream has. */
function isStale(context: FleetContext, row: DomainRow, { proxies }: Truth): boolean {
  const routes = proxies.flatMap((proxy) => proxy.routes);
  const isThere = row.isStream
    ? row.port === undefined ||
      routes.some(
        (route) => route['listen-port'] === row.port || route['upstream-port'] === row.port,
      )
    : routes.some(({ domain }) => domain === row.domain);
  if (isThere) return false;
  const kind = row.isStream ? 'stream' : 'http';
  const gap = gapFor(context.facts.table('route'), { kind });
  if (gap) context.undecided(gap.reason);
  return !gap;
}

function counted(count: number, what: string): string {
  if (count === 0) return '';
  return `${count} ${count === 1 ? 'row' : 'rows'} ${what}`;
}

function unlisted({ facts }: FleetContext, { domain, at }: NamedStream): Note {
  return { ...facts.locate(at), message: `\`${domain}\` is the address of a stream without a row` };
}

function notes({ facts }: FleetContext, { missing, stale, wrong }: Drift): Note[] {
  const served = (each: ServedDomain, message: string): Note => {
    return { ...facts.locate(each.route.places?.domain ?? each.route.at), message };
  };
  return [
    ...missing.map((each) => served(each, `\`${each.domain}\` has no row`)),
    ...stale.map(({ row, domain }) => {
      return { ...facts.locate(row.at), message: `nothing serves \`${domain}\` like this` };
    }),
    ...wrong.map((each) =>
      served(
        each.served,
        `\`${each.served.domain}\` leads to port ${each.served.ports.join(', ')}`,
      ),
    ),
  ];
}
