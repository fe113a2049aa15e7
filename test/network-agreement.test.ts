import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import dnsRecord from '#rules/network/dns-record.ts';
import domainTable from '#rules/network/domain-table.ts';
import endpointRecord from '#rules/network/endpoint-record.ts';
import clash from '#rules/network/listener-clash.ts';
import orphan from '#rules/network/orphan-port.ts';
import tunnelSymmetry from '#rules/network/tunnel-symmetry.ts';
import zone from '#rules/network/zone.ts';
import { fixWith, lintWith } from './support/lint-example.ts';
import { host, ingressRule, messages, textsOf } from './support/proxied.ts';

const test = suite('agreement of networks');

const record = (label: string, name: string, key: string): string => `
resource "aws_route53_record" "${label}" {
  name    = "${name}"
  type    = "A"
  zone_id = var.zones["${key}"]
  records = ["192.0.2.7"]
}
`;

const zones = (values: string): ReadonlyMap<FilePath, string> =>
  new Map([
    [
      'cloud.tf' as FilePath,
      `variable "zones" {}\n${record('a', 'a.example.org', 'example.org')}${record('b', 'b.example.net', 'example.net')}`,
    ],
    ['zones.auto.tfvars' as FilePath, values],
  ]);

test('a zone is added to a file of variables in either language, at its place', () => {
  const file = 'zones.auto.tfvars' as FilePath;
  const fixed = fixWith(zone, zones('zones = {\n  "example.org" = "Z1" # ours\n}\n')).get(file);
  assert.is(fixed, 'zones = {\n  "example.net" = "TODO"\n  "example.org" = "Z1" # ours\n}\n');
});

test('a map whose values nobody knows says nothing of its keys', () => {
  assert.equal(lintWith(zone, zones('other = 1\n')).diagnostics, []);
  assert.is(lintWith(zone, zones('zones = { "example.org" = "Z1" }\n')).diagnostics.length, 1);
});

test('a domain of its own gets a record and a zone whose id is to be filled in', () => {
  const gate = [
    host('a.example.org', 'http://oak:8080'),
    host('example.org', 'http://oak:8081'),
    host('todos.example', 'http://oak:8082'),
  ].join('\n');
  const values = 'variable "zones" {\n  default = {\n    "example.org" = "Z1"\n  }\n}\n';
  const cloud = `${values}${record('a', 'a.example.org', 'example.org')}${record('root', 'example.org', 'example.org')}`;
  assert.equal(messages(dnsRecord, { gate, cloud }), [
    '`todos.example` is served here but has no A record',
  ]);
  const fixed = fixWith(dnsRecord, textsOf({ gate, cloud })).get('cloud.tf' as FilePath) ?? '';
  assert.match(fixed, '    "example.org" = "Z1"\n    "todos.example" = "TODO"\n');
  assert.match(fixed, 'zone_id = var.zones["todos.example"]');
  const below = gate.replaceAll('todos.example', 'b.todos.example');
  assert.equal(lintWith(dnsRecord, textsOf({ gate: below, cloud })).diagnostics[0]?.fixes, []);
});

const cloud = record('root', 'example.org', 'example.org');

test('names of known hosts and of blocks for ssh need a record where the zone is ours', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS';
  const oak = `programs.ssh.knownHosts.git = {
    hostNames = [ "[git.example.org]:2222" "192.0.2.7" ];
    publicKey = "${key}";
  };`;
  const values = 'variable "zones" { default = { "example.org" = "Z1" } }\n';
  assert.equal(messages(endpointRecord, { oak, cloud: values + cloud }), [
    'known host `git.example.org` has no record in the zones that are kept here',
  ]);
  const wildcard = record('all', '*.example.org', 'example.org');
  assert.equal(messages(endpointRecord, { oak, cloud: values + cloud + wildcard }), []);
  assert.equal(messages(endpointRecord, { oak }), []);
});

test('a port of a proxy is wanted by something else only on the same address', () => {
  const gate = host('a.example.org', 'http://oak:8080');
  const ssh = 'services.openssh = { enable = true; ports = [ 80 ]; };';
  assert.equal(messages(clash, { gate: gate + ssh }), [
    '`nginx` listens on TCP 80 of gate, and so does `openssh`',
  ]);
  const local = 'listen = [ { addr = "127.0.0.1"; port = 80; } ];';
  const inner = host('a.example.org', 'http://oak:8080', local);
  const outer = ssh.replace('ports', 'listenAddresses = [ { addr = "192.0.2.7"; } ]; ports');
  assert.equal(messages(clash, { gate: inner + outer }), []);
  const declared = `
    options.site = { enable = lib.mkEnableOption "pages"; port = lib.mkOption { type = lib.types.port; }; address = lib.mkOption { type = lib.types.str; }; };
    config.site = { enable = true; port = 80; address = "0.0.0.0"; };
    config.services.nginx.virtualHosts."a.example.org".locations."/".proxyPass = "http://oak:8080";
  `;
  const files = new Map([
    ...textsOf({ gate: 'imports = [ ./more.nix ];', more: `{ lib, ... }: { ${declared} }` }),
  ]);
  assert.equal(lintWith(clash, files).diagnostics, []);
  const unit = 'systemd.services.x = { environment.PORT = "80"; serviceConfig.ExecStart = "/x"; };';
  assert.equal(messages(clash, { gate: gate + unit }), []);
});

test('a row of a table is written as wide as the others', () => {
  const gate = `${host('a.example.org', 'http://oak:8080')} ${host('b.example.org', 'http://oak:81')}`;
  const row = (cells: string[]): string =>
    `| ${cells.map((cell) => cell.padEnd(15)).join(' | ')} |\n`;
  const lines = [
    row(['Domain', 'Port', 'Service']),
    row(['---', '---', '---']),
    row(['a.example.org', '8080', 'shop']),
    row(['c.example.org', '82', 'wiki']),
  ];
  const [finding] = lintWith(domainTable, textsOf({ gate, document: lines.join('') })).diagnostics;
  assert.is(finding?.message, 'the table by `Domain` is out of date: 1 row missing, 1 row stale');
  assert.is(finding?.fixes[0]?.safety, 'unsafe');
  const fixed = fixWith(domainTable, textsOf({ gate, document: lines.join('') }));
  const expected = [...lines.slice(0, 3), row(['b.example.org', '81', 'TODO'])].join('');
  assert.is(fixed.get('AGENTS.md' as FilePath), expected);
});

test('a tunnel is reached through the firewall and the cloud', () => {
  const gate = `${host('a.example.org', 'http://10.1.0.2:8080')}
    networking.firewall.allowedTCPPorts = [ 80 ];
    networking.firewall.allowedUDPPorts = [ 123 ];
    networking.wg-quick.interfaces.wg0.listenPort = 51820;`;
  const oak = `networking.wireguard.interfaces.wg0.peers = [
    { allowedIPs = [ "10.1.0.1/32" ]; endpoint = "192.0.2.7:51820"; }
  ];`;
  const rules = ingressRule('http', 'tcp', '80');
  const fleet = { gate, oak, cloud: rules };
  assert.equal(messages(tunnelSymmetry, fleet), [
    '`wg0` of gate listens on UDP 51820 but its firewall and the security group do not let it in',
  ]);
  const fixed = fixWith(tunnelSymmetry, textsOf(fleet));
  assert.match(fixed.get('gate.nix' as FilePath) ?? '', '[ 123 51820 ]');
  assert.match(fixed.get('cloud.tf' as FilePath) ?? '', '"wireguard"');
});

test('nothing is an orphan where a machine may open or use it', () => {
  const gate = `${host('a.example.org', 'http://10.1.0.2:8080')}
    networking.firewall.allowedTCPPorts = [ 80 ];`;
  const oak = 'networking.firewall.allowedTCPPorts = [ 443 8080 ];';
  const listening =
    'systemd.services.x = { environment.PORT = "8080"; serviceConfig.ExecStart = "/x"; };';
  assert.equal(messages(orphan, { gate, oak: oak + listening }), [
    '`oak` opens TCP 443, but no route leads there and nothing listens on it',
  ]);
  const other = 'systemd.services.y.serviceConfig.ExecStart = "/y";';
  assert.equal(messages(orphan, { gate, oak: oak + listening + other }), []);
  const rules = ingressRule('http', 'tcp', '80') + ingressRule('game', 'tcp', '25565');
  const said = ['the ingress rule `game` lets in what no machine of the fleet opens'];
  assert.equal(messages(orphan, { gate, cloud: rules }), said);
  const open = 'services.frigate = { enable = true; openFirewall = true; };';
  assert.equal(messages(orphan, { gate, oak: open, cloud: rules }), []);
});

test.run();
