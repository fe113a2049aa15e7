import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Emission, emissionOf } from '../support/servers.ts';
import { verdictOf } from '../support/tools.ts';

const test = suite('files for ssh');

const oak = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMCichUQLW3xOvOl5Y5wQYdSXcA1Iz43htiGhd+0cCEV';
const elm = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDH83JWv0+j3AzYDawQHwAmHr1ZRDUi2CO4Q+r5PuvPV';

const keys = {
  'oak/ssh_host_ed25519_key.pub': `${oak} root@oak\n`,
  'elm/ssh_host_ed25519_key.pub': `${elm} root@elm\n`,
};
const machines = {
  oak: '{ networking.interfaces.eth0.ipv4.addresses = [ { address = "192.0.2.7"; prefixLength = 24; } ]; }',
  elm: '{ nixpkgs.hostPlatform = "aarch64-linux"; }',
};

test('machines are known by their names, addresses and the domain', async () => {
  const { texts } = await emitted('known-hosts', 'addresses = true\ndomain = "example.org"');
  const text = texts.get('ssh/known_hosts') ?? '';
  assert.is(text, `elm,elm.example.org ${elm}\noak,oak.example.org,192.0.2.7 ${oak}\n`);
  const verdict = verdictOf(['ssh-keygen', '-lf', '$file'], text);
  if (verdict) assert.match(verdict.output, /elm,elm\.example\.org \(ED25519\)/);
});

test('a file for each machine knows the machine itself as localhost', async () => {
  const { texts } = await emitted('known-hosts', 'each = true\noutput = "{host}"\nhosts = ["oak"]');
  assert.equal([...texts], [['oak', `elm ${elm}\noak,localhost ${oak}\n`]]);
});

test('a machine without a key is told', async () => {
  const { texts, problems } = await emissionOf({
    machines: { ...machines, ash: '{ }' },
    files: keys,
    emit: 'name = "known-hosts"',
  });
  assert.not.match(texts.get('ssh/known_hosts') ?? '', /ash/);
  assert.equal(problems, ['no public key in the repository certainly is that of `ash`']);
});

test('what flakewise wrote before does not keep an old key', async () => {
  const { texts } = await emissionOf({
    machines,
    files: {
      ...keys,
      'ssh/known_hosts': `elm ${oak}\n`,
      'ssh/authorized_keys': `${oak} root@elm\n`,
    },
    emit: 'name = "known-hosts"',
  });
  assert.is(texts.get('ssh/known_hosts'), `elm ${elm}\noak ${oak}\n`);
});

test('keys of machines may be restricted', async () => {
  const { texts } = await emitted(
    'authorized-keys',
    'restrictions = ["restrict", \'from="192.0.2.0/24"\']',
  );
  const text = texts.get('ssh/authorized_keys') ?? '';
  assert.is(text.split('\n')[0], `restrict,from="192.0.2.0/24" ${elm} root@elm`);
  const verdict = verdictOf(['ssh-keygen', '-lf', '$file'], text);
  if (verdict) assert.match(verdict.output, /root@oak/);
});

test('a block for all machines, and what holds for every host', async () => {
  const { texts } = await emitted(
    'ssh-config',
    'settings = { ForwardAgent = "yes" }\nothers = { IdentityAgent = "/run/agent.sock" }',
  );
  const text = texts.get('ssh/config') ?? '';
  assert.is(text, 'Host elm oak\n  ForwardAgent yes\n\nHost *\n  IdentityAgent /run/agent.sock\n');
  const verdict = verdictOf(['ssh', '-F', '$file', '-G', 'oak'], text);
  if (verdict) assert.match(verdict.output, /^identityagent \/run\/agent\.sock$/m);
});

const hive = `{
  inputs.colmena.url = "github:zhaofengli/colmena";
  outputs = { nixpkgs, colmena, ... }: {
    colmenaHive = colmena.lib.makeHive {
      meta.nixpkgs = import nixpkgs { system = "x86_64-linux"; };
      defaults.deployment.targetUser = "deploy";
      web.deployment = { targetHost = "192.0.2.1"; };
      mail.deployment = { targetHost = "mail.example.org"; targetPort = 2222; };
    };
  };
}`;

test('a block for each machine says how it is deployed', async () => {
  const { texts } = await emissionOf({
    machines: {},
    files: { 'flake.nix': hive },
    emit: 'name = "ssh-config"\neach = true\nsettings = { ForwardAgent = "yes" }',
  });
  const text = texts.get('ssh/config') ?? '';
  assert.is(
    text,
    `Host mail
  HostName mail.example.org
  Port 2222
  User deploy

Host web
  HostName 192.0.2.1
  User deploy

Host mail web
  ForwardAgent yes
`,
  );
  const verdict = verdictOf(['ssh', '-F', '$file', '-G', 'mail'], text);
  if (verdict) assert.match(verdict.output, /^port 2222$/m);
});

test('what is no line of such a file is left out', async () => {
  const { texts, problems } = await emitted(
    'ssh-config',
    'settings = { "Proxy Command" = "x", User = "a\\nHost *" }',
  );
  assert.is(texts.get('ssh/config'), '');
  assert.equal(problems, [
    '`Proxy Command` is no line of a file for ssh',
    '`User` is no line of a file for ssh',
  ]);
});

const builders = { 'options.nix': '{ server.distributedBuilds.builders = [ "elm" "gone" ]; }' };

test('builders with their platforms, and the key of those who log in', async () => {
  const { texts, problems } = await emissionOf({
    machines: {
      elm: machines.elm,
      oak: '{ sops.secrets.SSH_PRIVATE_KEY.path = "/etc/key"; }',
    },
    files: { ...keys, ...builders },
    emit: 'name = "builder-machines"\nmandatory = ["benchmark"]\njobs = 4\nhost-keys = true',
  });
  const key = Buffer.from(elm).toString('base64');
  assert.is(
    texts.get('nix/machines'),
    `ssh-ng://builder@elm aarch64-linux /etc/key 4 1 kvm,big-parallel,benchmark benchmark ${key}\n`,
  );
  assert.ok(problems.includes('the builder `gone` is no machine of the fleet'));
});

test('a builder whose platform is not known is left out', async () => {
  const { texts, problems } = await emissionOf({
    machines: { elm: '{ elsewhere, ... }: { nixpkgs.hostPlatform = elsewhere.platform; }' },
    files: { 'options.nix': '{ server.distributedBuilds.builders = [ "elm" ]; }' },
    emit: 'name = "builder-machines"\nkey-secret = ""',
  });
  assert.is(texts.get('nix/machines'), '');
  assert.equal(problems, ['the platform of the builder `elm` is not known']);
});

function emitted(name: string, options: string): Promise<Emission> {
  return emissionOf({ machines, files: keys, emit: `name = "${name}"\n${options}` });
}

test.run();
