import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Emission, emissionOf } from '../support/servers.ts';
import { verdictOf } from '../support/tools.ts';

const test = suite('subnet-rules');

const subnets = `server.network.subnets = [
  { ipv4.cidr = "192.0.2.0/24"; ipv6.cidr = "2001:db8::/32"; }
  { ipv4.cidr = "198.51.100.0/24"; ipv6.cidr = null; }
];`;

test('TCP before UDP, ports by their numbers, networks in their order', async () => {
  const { texts, problems } = await emitted(
    `{ ${subnets} server.network.openPortsForSubnet = { udp = [ 53 ]; tcp = [ 9100 22 9100 ]; }; }`,
  );
  assert.is(
    texts.get('firewall/oak.sh'),
    `iptables -A nixos-fw -p tcp --source 192.0.2.0/24 --dport 22 -j nixos-fw-accept
ip6tables -A nixos-fw -p tcp --source 2001:db8::/32 --dport 22 -j nixos-fw-accept
iptables -A nixos-fw -p tcp --source 198.51.100.0/24 --dport 22 -j nixos-fw-accept
iptables -A nixos-fw -p tcp --source 192.0.2.0/24 --dport 9100 -j nixos-fw-accept
ip6tables -A nixos-fw -p tcp --source 2001:db8::/32 --dport 9100 -j nixos-fw-accept
iptables -A nixos-fw -p tcp --source 198.51.100.0/24 --dport 9100 -j nixos-fw-accept
iptables -A nixos-fw -p udp --source 192.0.2.0/24 --dport 53 -j nixos-fw-accept
ip6tables -A nixos-fw -p udp --source 2001:db8::/32 --dport 53 -j nixos-fw-accept
iptables -A nixos-fw -p udp --source 198.51.100.0/24 --dport 53 -j nixos-fw-accept
`,
  );
  assert.equal(problems, []);
});

test('rules are taken away again, whether or not they are there', async () => {
  const { texts } = await emitted(
    `{ ${subnets} server.network.openPortsForSubnet.tcp = [ 22 ]; }`,
    'commands = "stop"\nchain = "mine"\ntarget = "ACCEPT"',
  );
  assert.is(
    texts.get('firewall/oak.sh')?.split('\n')[0],
    'iptables -D mine -p tcp --source 192.0.2.0/24 --dport 22 -j ACCEPT || true',
  );
});

test('a machine that opens nothing has no file', async () => {
  const { texts } = await emitted(`{ ${subnets} server.network.openPortsForSubnet.tcp = [ ]; }`);
  assert.is(texts.size, 0);
});

test('ports that no network reaches are told', async () => {
  const { texts, problems } = await emitted('{ server.network.openPortsForSubnet.tcp = [ 22 ]; }');
  assert.is(texts.size, 0);
  assert.equal(problems, ['`oak` opens ports to networks, but knows none']);
});

test('a port that is not known is left out and told', async () => {
  const { texts, problems } = await emitted(
    `{ elsewhere, ... }: { ${subnets} server.network.openPortsForSubnet.tcp = [ 22 elsewhere.port ]; }`,
  );
  assert.is(texts.get('firewall/oak.sh')?.split('\n').length, 4);
  assert.equal(problems.length, 1);
  assert.match(
    problems[0] ?? '',
    /^part of `server\.network\.openPortsForSubnet\.tcp` of `oak` is not known/,
  );
});

test('what a shell would take apart stands in quotation marks', async () => {
  const { texts } = await emitted(
    '{ server.network = { subnets = [ { ipv4.cidr = "$(reboot)\'"; } ]; openPortsForSubnet.tcp = [ 1 ]; }; }',
  );
  assert.match(texts.get('firewall/oak.sh') ?? '', /--source '\$\(reboot\)'\\''' --dport/);
});

test('a shell reads them, and so does iptables', async () => {
  const { texts } = await emitted(
    `{ ${subnets} server.network.openPortsForSubnet = { tcp = [ 22 ]; udp = [ 53 ]; }; }`,
  );
  const text = texts.get('firewall/oak.sh') ?? '';
  const shell = verdictOf(['sh', '-n', '$file'], text);
  if (shell) assert.ok(shell.isFine, shell.output);
  for (const command of ['iptables', 'ip6tables']) {
    const own = text.split('\n').filter((line) => line.startsWith(`${command} `));
    const rules = own.map((line) => `${line.slice(command.length + 1)}\n`).join('');
    const file = `*filter\n:nixos-fw - [0:0]\n:nixos-fw-accept - [0:0]\n${rules}COMMIT\n`;
    const verdict = verdictOf([`${command}-restore-translate`, '-f', '$file'], file);
    if (verdict) assert.ok(verdict.isFine && !/# -t/.test(verdict.output), verdict.output);
  }
});

function emitted(oak: string, options = ''): Promise<Emission> {
  return emissionOf({ machines: { oak }, emit: `name = "subnet-rules"\n${options}` });
}

test.run();
