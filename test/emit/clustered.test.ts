import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formattedByCaddy, hasCaddy } from '../support/caddy.ts';
import { emittedFrom } from '../support/emitted.ts';
import { textsBelow } from '../support/fleet.ts';

const test = suite('emit: what programs make of the clustered fleet');

const folder = 'fixtures/fleets/clustered';
const fleet = Object.fromEntries(textsBelow(folder));

test('Caddy would lay out its Caddyfiles as they are', () => {
  if (!hasCaddy()) return;
  for (const name of ['virtual-hosts', 'security', 'layer4']) {
    const text = readFileSync(`${folder}/caddy/${name}.caddyfile`, 'utf8');
    assert.is(formattedByCaddy(text), text);
  }
});

/** What Nix makes of an expression; says so in the output of the test where there is no Nix. */
function evaluated(expression: string): unknown {
  const options = ['--eval', '--strict', '--json', '--expr', expression];
  const { error, stdout, stderr } = spawnSync('nix-instantiate', options, { encoding: 'utf8' });
  if (error) {
    process.stdout.write('skipped: no nix-instantiate\n');
    return undefined;
  }
  assert.is(stderr, '');
  return JSON.parse(stdout);
}

test('Nix reads the same ports and clients from Nix as others do from JSON', () => {
  const ports = evaluated(`(import ./${folder}/caddy/layer4-ports.nix).networking.firewall`);
  if (ports === undefined) return;
  assert.equal(ports, JSON.parse(emittedFrom(fleet, 'layer4-firewall', {}, 'json').text));
  const clients = evaluated(`(import ./${folder}/caddy/kanidm-clients.nix {
    config.sops.secrets = builtins.listToAttrs (map (name: {
      inherit name; value.path = "/run/secrets/\${name}";
    }) [ "KANIDM/OAUTH2/STAFF_SECRET" "KANIDM/OAUTH2/BUILD-LOGS_SECRET" ]);
  }).services.kanidm.provision.systems.oauth2`);
  assert.equal(clients, JSON.parse(emittedFrom(fleet, 'kanidm-provisioning', {}, 'json').text));
});

test.run();
