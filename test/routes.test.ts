import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { RouteRow } from '#analyzer/facts/network.ts';
import { snapshotOf } from './support/fleet.ts';

const test = suite('routes');

const flake = `
  { inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    outputs = { nixpkgs, ... }: {
      nixosConfigurations = {
        gate = nixpkgs.lib.nixosSystem { modules = [ ./gate.nix ]; };
        oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
      };
    };
  }`;

const oak = `{
  networking.hostName = "oak";
  networking.wireguard.interfaces.wg0.ips = [ "10.1.0.2/24" ];
  networking.interfaces.eth0.ipv4.addresses = [ { address = "192.0.2.20"; prefixLength = 24; } ];
}`;

/** The routes of a machine with this nginx, as short lines. */
function routesOf(nginx: string, around = ''): string[] {
  return rowsOf(nginx, around).map(line);
}

function rowsOf(nginx: string, around = ''): readonly RouteRow[] {
  return factsOf(nginx, around).table('route').rows;
}

function factsOf(nginx: string, around = '') {
  const gate = `{ config, lib, ... }: {
    networking.wireguard.interfaces.wg0 = {
      ips = [ "10.1.0.1/24" ];
      peers = [ { allowedIPs = [ "10.1.0.0/24" ]; } ];
    };
    services.nginx = { ${nginx} };
    ${around}
  }`;
  const texts = new Map([
    ['flake.nix', flake],
    ['gate.nix', gate],
    ['oak.nix', oak],
  ]);
  return snapshotOf(texts as Map<FilePath, string>).facts();
}

function line(row: RouteRow): string {
  const target = row['upstream-host'];
  const owner = typeof target === 'object' ? '?' : (target ?? 'outside');
  const port = known(row['upstream-port']) ?? '-';
  return `${row.domain ?? row.protocol} ${row['listen-port']} -> ${owner} ${port}`;
}

test('an address leads to the machine that has it', () => {
  const hosts = [
    '10.1.0.2',
    '192.0.2.20',
    'oak',
    '127.0.0.1',
    'localhost',
    '203.0.113.1',
    '10.1.0.9',
  ];
  const virtualHosts = hosts.map(
    (host, index) => `"n${index}.example".locations."/".proxyPass = "http://${host}:8080";`,
  );
  assert.equal(routesOf(`virtualHosts = { ${virtualHosts.join('\n')} };`), [
    'n0.example 80 -> oak 8080',
    'n1.example 80 -> oak 8080',
    'n2.example 80 -> oak 8080',
    'n3.example 80 -> gate 8080',
    'n4.example 80 -> gate 8080',
    'n5.example 80 -> outside 8080',
    'n6.example 80 -> ? 8080',
  ]);
});

test('an upstream without a port has that of its scheme, or those of a named upstream', () => {
  const nginx = `
    upstreams.app.servers = { "10.1.0.2:3000" = { }; "10.1.0.2:3001" = { backup = true; }; };
    virtualHosts = {
      "a.example".locations."/".proxyPass = "http://10.1.0.2";
      "b.example".locations."/".proxyPass = "https://10.1.0.2/path";
      "c.example".locations."/".proxyPass = "http://app";
      "d.example".locations."/".proxyPass = "http://unix:/run/app.sock";
    };`;
  assert.equal(routesOf(nginx), [
    'a.example 80 -> oak 80',
    'b.example 80 -> oak 443',
    'c.example 80 -> oak 3000',
    'c.example 80 -> oak 3001',
    'd.example 80 -> outside -',
  ]);
});

test('the port of an upstream may come from the other machine', () => {
  const nginx = `virtualHosts."a.example".locations."/".proxyPass =
    "http://10.1.0.2:\${toString config.services.app.port}";`;
  assert.equal(routesOf(nginx, 'services.app.port = 8081;'), ['a.example 80 -> oak 8081']);
  assert.equal(routesOf(nginx), ['a.example 80 -> oak -']);
});

test('a virtual host listens where NixOS makes it listen', () => {
  const listening = (settings: string): string[] =>
    rowsOf(`virtualHosts."a.example" = { ${settings} };`).map(
      (row) => `${row['listen-address'] ?? '*'}:${row['listen-port']} ${known(row.tls)}`,
    );
  assert.equal(listening(''), ['*:80 false']);
  assert.equal(
    listening('enableACME = true;'),
    ['*:80 false'],
    'a certificate alone opens no port',
  );
  assert.equal(listening('forceSSL = true;'), ['*:443 true', '*:80 false']);
  assert.equal(listening('addSSL = true;'), ['*:443 true', '*:80 false']);
  assert.equal(listening('onlySSL = true;'), ['*:443 true']);
  assert.equal(listening('listen = [ { addr = "0.0.0.0"; port = 8443; ssl = true; } ];'), [
    '*:8443 true',
  ]);
  assert.equal(listening('listenAddresses = [ "127.0.0.1" "[::1]" ];'), [
    '127.0.0.1:80 false',
    '::1:80 false',
  ]);
});

test('ports and addresses may be set for all virtual hosts', () => {
  const nginx = `
    defaultHTTPListenPort = 8080;
    defaultSSLListenPort = 8443;
    defaultListenAddresses = [ "10.1.0.1" ];
    virtualHosts."a.example".forceSSL = true;`;
  const rows = rowsOf(nginx);
  assert.equal(
    rows.map((row) => `${row['listen-address']}:${row['listen-port']}`),
    ['10.1.0.1:8443', '10.1.0.1:8080'],
  );
});

test('a virtual host says where its certificate comes from', () => {
  const source = (settings: string): unknown => {
    const [row] = rowsOf(`virtualHosts."a.example" = { ${settings} };`);
    return [row?.['certificate-source'], row?.certificate];
  };
  assert.equal(source('forceSSL = true;'), [undefined, undefined]);
  assert.equal(source('enableACME = true;'), ['enableACME', 'a.example']);
  assert.equal(source('useACMEHost = "b.example"; enableACME = true;'), [
    'useACMEHost',
    'b.example',
  ]);
  assert.equal(source('sslCertificate = "/x.pem";'), ['sslCertificate', undefined]);
});

test('every name of a virtual host is a route; expressions and wildcards are none', () => {
  const nginx = `virtualHosts = {
    app = { serverName = "a.example"; serverAliases = [ "www.a.example" "*.a.example" ]; };
    "_".default = true;
    "~^(?<user>.+)\\\\.example$" = { };
    "192.0.2.1" = { };
  };`;
  assert.equal(
    rowsOf(nginx).map(({ domain }) => domain),
    ['a.example', 'www.a.example'],
  );
});

test('streams listen with their protocol', () => {
  const nginx = `streamConfig = ''
    upstream ntp { server 10.1.0.2:123; }
    server { listen 123 udp; proxy_pass ntp; }
    server { listen 10.1.0.1:2222; proxy_pass oak:22; }
    server { listen [::]:25565; proxy_pass $upstream; }
  '';`;
  assert.equal(routesOf(nginx), [
    'udp 123 -> oak 123',
    'tcp 2222 -> oak 22',
    'tcp 25565 -> outside -',
  ]);
  assert.equal(rowsOf(nginx)[1]?.['listen-address'], '10.1.0.1');
  assert.equal(
    rowsOf(nginx).map((row) => row['upstream-name']),
    ['ntp', undefined, undefined],
  );
});

test('names that nobody can tell are gaps, and the attribute is no name then', () => {
  const nginx = `virtualHosts = {
    "a.example".serverAliases = [ "b.example" (import <names>) ];
    "c.example".serverName = import <name>;
  };`;
  const { rows, gaps } = factsOf(nginx).table('route');
  assert.equal(
    rows.map(({ domain }) => domain),
    ['a.example', 'b.example'],
  );
  assert.equal(gaps.length, 2);
});

test('what a condition hides is a gap', () => {
  const table = factsOf(
    `virtualHosts = lib.mkIf config.unknown.thing { "a.example" = { }; };`,
  ).table('route');
  assert.equal(table.rows, []);
  assert.equal(table.gaps.length, 1);
});

test('what a repository adds to all virtual hosts by declaring them anew counts', () => {
  const texts = new Map([
    ['flake.nix', flake],
    ['oak.nix', oak],
    [
      'gate.nix',
      `{ lib, ... }: {
        options.services.nginx.virtualHosts = lib.mkOption {
          type = lib.types.attrsOf (lib.types.submodule { config.forceSSL = true; });
        };
        config.services.nginx.virtualHosts."a.example" = { };
      }`,
    ],
  ]);
  const { rows, gaps } = snapshotOf(texts as Map<FilePath, string>)
    .facts()
    .table('route');
  assert.equal(gaps, []);
  assert.is(rows[0]?.tls, true);
  assert.is(rows[0]?.['certificate-source'], undefined);
});

test('a place of the port is its digits, also through escapes and indentation', () => {
  const facts = factsOf(
    `virtualHosts."a.example".locations."/".proxyPass = "http://10.1.0.2:8080/x";`,
  );
  const [row] = facts.table('route').rows;
  const place = row?.places?.['upstream-port'];
  assert.ok(place);
  const { file, span } = facts.locate(place);
  assert.is(facts.text(file)?.slice(span.start, span.end), '8080');
});

test.run();
