import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import certificate from '#rules/network/certificate.ts';
import dnsRecord from '#rules/network/dns-record.ts';
import ingress from '#rules/network/ingress-matches-firewall.ts';
import proxiedPort from '#rules/network/proxied-port-open.ts';
import { coverage, host, ingressRule, messages } from './support/proxied.ts';

const test = suite('names and certificates of proxies');

const app = host('a.example.org', 'http://10.1.0.2:8080');

function record(name: string, target: string, type = 'A'): string {
  return `resource "aws_route53_record" "${name.replace(/\W/g, '_')}" {
  name    = "${name}"
  type    = "${type}"
  zone_id = var.zones["example.org"]
  records = [${target}]
}
`;
}

test('a name needs a record that leads to an address', () => {
  const missing = '`a.example.org` is served here but has no A record';
  const clouds: [string, string[]][] = [
    [record('a.example.org', '"192.0.2.1"'), []],
    [record('a.example.org', '"2001:db8::1"', 'AAAA'), []],
    [record('a.example.org', '"b.example.org"', 'CNAME'), []],
    [record('*.example.org', '"192.0.2.1"'), []],
    [record('a.example.org', '"x"', 'TXT'), [missing]],
    [record('b.example.org', '"192.0.2.1"'), [missing]],
    [record('*.a.example.org', '"192.0.2.1"'), [missing]],
    ['', []],
  ];
  for (const [cloud, expected] of clouds)
    assert.equal(messages(dnsRecord, { gate: app, cloud }), expected, cloud);
});

test('records that may be there, and domains of zones kept elsewhere', () => {
  const each =
    'resource "aws_route53_record" "all" {\n  for_each = var.names\n  name = each.key\n  type = "A"\n}\n';
  assert.equal(messages(dnsRecord, { gate: app, cloud: each }), []);
  const cloud = record('b.example.org', '"192.0.2.1"');
  const external = { 'external-zones': ['example.org'] };
  assert.equal(messages(dnsRecord, { gate: app, cloud }, external), []);
  const other = host('a.example.net', 'http://oak:80');
  assert.equal(messages(dnsRecord, { gate: other, cloud }), []);
  assert.is(coverage(dnsRecord, { gate: other, cloud }).undecided.length, 1);
});

test('a target differs only where that is certain and two others agree', () => {
  const names = ['a', 'b', 'c'].map((name) => `${name}.example.org`);
  const gate = names.map((name) => host(name, 'http://oak:80')).join('\n');
  const eip = 'aws_eip.gate.public_ip';
  const strays: [string, number][] = [
    ['"192.0.2.1"', 1],
    ['aws_eip.other.public_ip', 1],
    ['aws_instance.gate.public_ip', 0],
    ['var.address', 0],
    [eip, 0],
  ];
  for (const [target, count] of strays) {
    const cloud = names.map((name, index) => record(name, index === 1 ? target : eip)).join('\n');
    assert.is(messages(dnsRecord, { gate, cloud }).length, count, target);
  }
  const each = ['"192.0.2.1"', '"192.0.2.2"', '"192.0.2.3"'];
  const cloud = names.map((name, index) => record(name, each[index] ?? '')).join('\n');
  assert.equal(messages(dnsRecord, { gate, cloud }), []);
});

test('a stream has the name that a document gives it', () => {
  const cloud = record('a.example.org', '"192.0.2.1"');
  const table = (cell: string): string =>
    `| Domain | Port |\n|---|---|\n| git.example.org | ${cell} |\n`;
  const found = (document: string): number =>
    messages(dnsRecord, { gate: app, cloud, document }).length;
  assert.is(found(table('25565 (TCP stream)')), 1);
  assert.is(found(table('22 (SSH stream)')), 1);
  assert.is(found(table('8080')), 0);
  assert.is(found(table('music stream')), 0);
  assert.is(found(table('22 (SSH stream)').replace('Domain', 'Machine')), 0);
});

const acme = 'enableACME = true;';

function declared(...names: string[]): string {
  return `security.acme.certs = { ${names.map((name) => `"${name}" = { };`).join(' ')} };`;
}

test('where certificates are declared, all are', () => {
  const two =
    host('a.example.org', 'http://oak:80', acme) + host('b.example.org', 'http://oak:81', acme);
  const missing = '`b.example.org` is served over TLS but its certificate is not declared';
  const settings: [string, string[]][] = [
    ['', []],
    [declared('a.example.org'), [missing]],
    [declared('a.example.org', 'b.example.org'), []],
    ['security.acme.certs."a.example.org".extraDomainNames = [ "b.example.org" ];', []],
    ['security.acme.certs."a.example.org".extraDomainNames = [ "*.example.org" ];', []],
    ['security.acme.certs."a.example.org".extraDomainNames = config.unknown.names;', []],
    // Not how the certificates of virtual hosts are kept here.
    ['security.acme.certs."mail.example.org".reloadServices = [ "postfix" ];', []],
  ];
  for (const [acmeSettings, expected] of settings)
    assert.equal(messages(certificate, { gate: two + acmeSettings }), expected, acmeSettings);
});

test('a wildcard in a certificate stands for one label', () => {
  const settings =
    'security.acme.certs."example.org" = { dnsProvider = "x"; extraDomainNames = [ "*.example.org" ]; };';
  const use = 'useACMEHost = "example.org"; forceSSL = true;';
  assert.equal(
    messages(certificate, { gate: settings + host('a.example.org', 'http://oak:80', use) }),
    [],
  );
  assert.equal(
    messages(certificate, { gate: settings + host('a.b.example.org', 'http://oak:80', use) }),
    ['`a.b.example.org` uses the certificate `example.org`, which is for other names'],
  );
});

test('a certificate without a virtual host is left over, unless something else has a use for it', () => {
  const old = '`old.example.org` has a certificate on `gate` but no virtual host';
  const settings: [string, string[]][] = [
    [declared('old.example.org'), [old]],
    ['security.acme.certs."old.example.org".dnsProvider = "route53";', []],
    [
      'security.acme.defaults.dnsProvider = "route53"; security.acme.certs."old.example.org" = { };',
      [],
    ],
    ['security.acme.certs."old.example.org".postRun = "systemctl restart x";', []],
    [`${declared('old.example.org')} x.cert = "/var/lib/acme/old.example.org/cert.pem";`, []],
    [
      `${declared('old.example.org')} x.cert = config.security.acme.certs."old.example.org".directory;`,
      [],
    ],
    [declared('*.old.example.org'), []],
  ];
  for (const [acmeSettings, expected] of settings)
    assert.equal(messages(certificate, { gate: app + acmeSettings }), expected, acmeSettings);
});

test('a machine that proxies to itself is judged by nothing', () => {
  const oak = host('oak.example.org', 'http://localhost:3000', acme);
  const fleet = {
    oak,
    cloud: ingressRule('http', 'tcp', '80') + record('x.example.org', '"192.0.2.1"'),
  };
  for (const one of [proxiedPort, ingress, certificate, dnsRecord])
    assert.equal(messages(one, fleet), [], one.meta.name);
});

test.run();
