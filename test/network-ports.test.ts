import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import certificate from '#rules/network/certificate.ts';
import dnsRecord from '#rules/network/dns-record.ts';
import ingress from '#rules/network/ingress-matches-firewall.ts';
import proxiedPort from '#rules/network/proxied-port-open.ts';
import { fixWith, lintWith } from './support/lint-example.ts';
import { coverage, host, ingressRule, messages, textsOf } from './support/proxied.ts';

const test = suite('ports of proxies and of what is behind them');

const app = host('a.example.org', 'http://10.1.0.2:8080');
const closed = 'nothing opens TCP 8080 on oak for `a.example.org`';

test('a closed port is found, once for all names and listeners of a virtual host', () => {
  assert.equal(messages(proxiedPort, { gate: app }), [closed]);
  const aliases = 'serverAliases = [ "b.example.org" ]; forceSSL = true;';
  const gate = host('a.example.org', 'http://10.1.0.2:8080', aliases);
  assert.equal(messages(proxiedPort, { gate }), [closed]);
});

test('every way to open a port counts', () => {
  const ways = [
    'networking.firewall.allowedTCPPorts = [ 8080 ];',
    'networking.firewall.interfaces.wg0.allowedTCPPorts = [ 8080 ];',
    'networking.firewall.allowedTCPPortRanges = [ { from = 8000; to = 8100; } ];',
    'networking.firewall.trustedInterfaces = [ "wg0" ];',
    'networking.firewall.enable = false;',
    'networking.firewall.allowedTCPPorts = [ config.app.port ]; app.port = 8080;',
    'networking.firewall.allowedTCPPorts = lib.mkForce (map (x: x + 1) [ 8079 ]);',
  ];
  for (const oak of ways) {
    assert.equal(messages(proxiedPort, { gate: app, oak }), [], oak);
    assert.equal(coverage(proxiedPort, { gate: app, oak }), { decided: 1, undecided: [] }, oak);
  }
});

test('ports that do not let these requests in', () => {
  const ways = [
    'networking.firewall.allowedUDPPorts = [ 8080 ];',
    'networking.firewall.allowedTCPPorts = [ 80 ];',
    'networking.firewall.interfaces.tailscale0.allowedTCPPorts = [ 8080 ];',
    'networking.firewall.trustedInterfaces = [ "lo" ];',
    'networking.firewall.allowedTCPPorts = lib.mkIf false [ 8080 ];',
    'services.caddy = { enable = true; virtualHosts.":8080".extraConfig = "reverse_proxy :11434"; };',
  ];
  for (const oak of ways) assert.equal(messages(proxiedPort, { gate: app, oak }), [closed], oak);
});

test('what may open the port leaves the question open', () => {
  const ways = [
    'services.frigate = { enable = true; openFirewall = true; };',
    'networking.firewall.extraCommands = "iptables -A INPUT -p tcp --dport 8080 -j ACCEPT";',
    'networking.firewall.allowedTCPPorts = lib.mkIf config.unknown.enable [ 8080 ];',
    'imports = [ ./missing.nix ];',
  ];
  for (const oak of ways) {
    assert.equal(messages(proxiedPort, { gate: app, oak }), [], oak);
    const { decided, undecided } = coverage(proxiedPort, { gate: app, oak });
    assert.is(decided, 0, oak);
    assert.is(undecided.length, 1, oak);
  }
});

test('an address nobody has and a port nobody knows leave the question open', () => {
  const gate = `${host('a.example.org', `http://10.1.0.2:\${toString config.unknown.port}`)}
    networking.wireguard.interfaces.wg1 = { ips = [ "10.9.0.1/24" ]; peers = [ { allowedIPs = [ "10.9.0.0/24" ]; } ]; };
    ${host('b.example.org', 'http://10.9.0.7:80')}`;
  assert.equal(messages(proxiedPort, { gate }), []);
  assert.is(coverage(proxiedPort, { gate }).undecided.length, 2);
});

test('what stays on the machine or leaves the fleet is not looked at', () => {
  const gate = [
    host('a.example.org', 'http://127.0.0.1:8080'),
    host('b.example.org', 'https://example.com'),
    host('c.example.org', 'http://unix:/run/app.sock'),
  ].join('\n');
  for (const rule of [proxiedPort, ingress, certificate, dnsRecord])
    assert.equal(coverage(rule, { gate }), { decided: 0, undecided: [] }, rule.meta.name);
});

test('a name of the machine leads to any of its interfaces', () => {
  const gate = host('a.example.org', 'http://oak:8080');
  const oak = 'networking.firewall.interfaces.eth0.allowedTCPPorts = [ 8080 ];';
  assert.equal(messages(proxiedPort, { gate, oak }), []);
  assert.is(coverage(proxiedPort, { gate, oak }).undecided.length, 1);
});

test('the port is opened where other routes are, and not where another machine reads', () => {
  const gate = `${app} ${host('b.example.org', 'http://10.1.0.2:8081')}`;
  const inTunnel = `networking.firewall = {
    allowedTCPPorts = [ 22 ];
    interfaces.wg0.allowedTCPPorts = [ 8081 ];
  };`;
  const fixed = fixWith(proxiedPort, textsOf({ gate, oak: inTunnel })).get('oak.nix' as FilePath);
  assert.match(fixed ?? '', /interfaces\.wg0\.allowedTCPPorts = \[\s+8080\s+8081\s+\]/);
  const shared = { more: '{ networking.firewall.allowedTCPPorts = [ 22 ]; }' };
  const both = {
    gate: `${app} imports = [ ./more.nix ];`,
    oak: 'imports = [ ./more.nix ];',
    ...shared,
  };
  const [finding] = lintWith(proxiedPort, textsOf(both)).diagnostics;
  assert.equal(finding?.fixes, []);
});

const web = 'networking.firewall.allowedTCPPorts = [ 80 ];';

test('a proxy is reached on its ports', () => {
  assert.equal(messages(ingress, { gate: app }), [
    '`gate` listens on TCP 80 but its firewall does not open it',
  ]);
  assert.equal(messages(ingress, { gate: app + web }), []);
});

test('ingress rules cover ports by protocol and range', () => {
  const stream = 'services.nginx.streamConfig = "server { listen 123 udp; proxy_pass oak:123; }";';
  const gate = `${app} ${web} ${stream} networking.firewall.allowedUDPPorts = [ 123 ];`;
  const refused = '`gate` listens on UDP 123 but the security group has no matching ingress rule';
  const clouds: [string, string[]][] = [
    [ingressRule('a', 'tcp', '80') + ingressRule('b', 'udp', '123'), []],
    [ingressRule('a', 'tcp', '80') + ingressRule('b', 'udp', '100', '200'), []],
    [ingressRule('a', '-1', '0'), []],
    [ingressRule('a', 'tcp', '80') + ingressRule('b', 'tcp', '123'), [refused]],
    [ingressRule('a', 'tcp', '80') + ingressRule('b', 'icmp', '-1'), [refused]],
    [ingressRule('a', 'tcp', '0', '65535'), [refused]],
    [ingressRule('a', 'tcp', '80') + ingressRule('b', 'udp', 'var.port'), []],
  ];
  const oak = 'networking.firewall.allowedUDPPorts = [ 123 ];';
  for (const [cloud, expected] of clouds)
    assert.equal(messages(ingress, { gate, oak, cloud }), expected, cloud);
});

test('a stream that is shut out everywhere is one finding, whose fix opens all places', () => {
  const gate = `${app} ${web}
    services.nginx.streamConfig = "server { listen 2222; proxy_pass oak:23231; }";`;
  const oak = 'networking.firewall.allowedTCPPorts = [ 8080 ];';
  const cloud = ingressRule('web', 'tcp', '80');
  const fleet = { gate, oak, cloud };
  assert.equal(messages(proxiedPort, fleet), []);
  assert.equal(messages(ingress, fleet), [
    '`gate` listens on TCP 2222 but neither its firewall nor the security group lets it in, and `oak` does not open TCP 23231',
  ]);
  const fixed = fixWith(ingress, textsOf(fleet));
  assert.match(fixed.get('gate.nix' as FilePath) ?? '', '[ 80 2222 ]');
  assert.match(fixed.get('oak.nix' as FilePath) ?? '', /\[\s+8080\s+23231\s+\]/);
  assert.match(fixed.get('cloud.tf' as FilePath) ?? '', 'from_port   = 2222');
  // What is let in is passed on: then only the machine behind is at fault.
  const open = {
    ...fleet,
    gate: gate.replace('[ 80 ]', '[ 80 2222 ]'),
    cloud: ingressRule('a', '-1', '0'),
  };
  assert.equal(messages(ingress, open), []);
  assert.is(messages(proxiedPort, open).length, 1);
});

test('a port behind that others need as well is a fault of its own', () => {
  const gate = `${host('a.example.org', 'http://10.1.0.2:23231')} ${web}
    services.nginx.streamConfig = "server { listen 2222; proxy_pass 10.1.0.2:23231; }";`;
  assert.equal(messages(proxiedPort, { gate }), [
    'nothing opens TCP 23231 on oak for `a.example.org` and the stream of `gate` on TCP 2222',
  ]);
  assert.equal(messages(ingress, { gate }), [
    '`gate` listens on TCP 2222 but its firewall does not open it',
  ]);
});

test('rules that have nothing in common with the proxy are about another machine', () => {
  const fleet = {
    gate: app + web,
    cloud: ingressRule('postgres', 'tcp', '5432') + ingressRule('ssh', 'tcp', '22'),
  };
  assert.equal(messages(ingress, fleet), []);
  assert.is(coverage(ingress, fleet).undecided.length, 1);
});

test.run();
