import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import certificate from '#rules/network/certificate.ts';
import ingress from '#rules/network/ingress-matches-firewall.ts';
import proxiedPort from '#rules/network/proxied-port-open.ts';
import { host, messages } from './support/proxied.ts';
import { inFolder } from './support/run-cli.ts';

const test = suite('parts that machines play');

const app = host('a.example.org', 'http://10.1.0.2:8080');
const own = host('b.example.org', 'http://127.0.0.1:8080');

test('every machine that passes requests on is a proxy, unless one is named', () => {
  assert.is(messages(proxiedPort, { gate: app }).length, 1);
  assert.is(messages(proxiedPort, { gate: app }, { proxy: 'gate' }).length, 1);
  assert.equal(messages(proxiedPort, { gate: app }, { proxy: 'oak' }), []);
});

test('a machine that is named as the proxy is one, even if it serves itself alone', () => {
  const tls = own.replace('locations', 'forceSSL = true; locations');
  assert.equal(messages(certificate, { gate: tls }), []);
  assert.equal(messages(certificate, { gate: tls }, { proxy: 'gate' }), [
    '`b.example.org` is served over TLS but has no certificate',
  ]);
});

test('only the machine that is named stands behind the proxy', () => {
  assert.equal(messages(proxiedPort, { gate: app }, { backend: 'gate' }), []);
  assert.equal(messages(ingress, { gate: app }, { backend: 'gate' }), []);
});

test('requests arrive by the interface that is named', () => {
  const oak = 'networking.firewall.interfaces.wg7.allowedTCPPorts = [ 8080 ];';
  assert.is(messages(proxiedPort, { gate: app, oak }).length, 1);
  assert.equal(messages(proxiedPort, { gate: app, oak }, { tunnel: 'wg7' }), []);
});

test('a machine may be named by its host name', () => {
  const gate = `networking.hostName = "web"; ${app}`;
  assert.is(messages(proxiedPort, { gate }, { proxy: 'web' }).length, 1);
});

const fleet = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.gate = nixpkgs.lib.nixosSystem { modules = [ { } ]; };
  };
}
-- flakewise.toml --
extends = ["proxied-fleet"]

[preset.proxied-fleet]
proxy = "gaet"

[rules]
"network/certificate" = { proxy = "nobody" }
`;

test('a name that no machine has is reported where it is written', async () => {
  await inFolder(fleet, async ({ path, run }) => {
    const { code, output } = await run(['check', '--format', 'concise']);
    assert.is(code, 1);
    assert.match(
      output,
      'flakewise.toml:4:9: warning: there is no machine `gaet`, did you mean `gate`? [config/unknown-machine]',
    );
    assert.match(output, 'flakewise.toml:7:35: warning: there is no machine `nobody`');
    writeFileSync(join(path, 'flakewise.toml'), '[preset.proxied-fleet]\nproxi = "gate"\n');
    const wrong = await run(['check', '--format', 'concise']);
    assert.is(wrong.code, 2);
    assert.match(
      wrong.output + wrong.error,
      'there is no parameter `proxi`, did you mean `proxy`?',
    );
  });
});

test('a name is not wrong where there may be more machines', async () => {
  const open = fleet.replace('nixosConfigurations.gate', 'nixosConfigurations = nixpkgs.more; x');
  await inFolder(open, async ({ run }) => {
    assert.not.match(
      (await run(['check', '--format', 'concise'])).output,
      'config/unknown-machine',
    );
  });
});

test.run();
