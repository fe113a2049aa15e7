import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { lint } from '#linter/lint.ts';
import { defaultSettings } from '#linter/settings.ts';
import { rules } from '#rules/index.ts';
import { completeSnapshot, configIn, emittedTexts } from '../support/emission.ts';
import { textsBelow } from '../support/fleet.ts';
import { inFolder, type Outcome, runIn } from '../support/run-cli.ts';

const test = suite('the command new service');

type Texts = ReadonlyMap<FilePath, string>;

interface Called extends Outcome {
  readonly before: Texts;
  readonly after: Texts;
}

/** Calls the command in a copy of a fleet. */
async function inFleet(name: string, argv: readonly string[]): Promise<Called> {
  const folder = mkdtempSync(join(tmpdir(), 'flakewise-'));
  try {
    cpSync(`fixtures/fleets/${name}`, folder, { recursive: true });
    const before = textsBelow(folder);
    const outcome = await runIn(folder, ['new', 'service', ...argv]);
    return { ...outcome, before, after: textsBelow(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function changedIn({ before, after }: Called): readonly string[] {
  return [...after].flatMap(([file, text]) => (before.get(file) === text ? [] : [file])).sort();
}

function findingsIn(texts: Texts): readonly string[] {
  const config = configIn(texts);
  const settings = { ...defaultSettings, config };
  const all = [...rules, ...config.conventions];
  const { diagnostics } = lint(completeSnapshot(texts), all, settings);
  return diagnostics.map(({ rule, message }) => `${rule}: ${message}`);
}

const pebble = [
  'pebble',
  ...['--run', 'github:copse-example/pebble', '--port', '8085'],
  ...['--domain', 'pebble.copse.example', '--secrets'],
];

test('writes every part where its like are, so that only the value of the secret is missing', async () => {
  const called = await inFleet('proxied/healthy', pebble);
  assert.is(called.code, 0);
  assert.equal(changedIn(called), [
    'AGENTS.md',
    'cloud/configuration.nix',
    'cloud/proxy.tf',
    'machines/cedar/configuration.nix',
    'machines/cedar/systemd/services/default.nix',
    'machines/cedar/systemd/services/pebble/default.nix',
  ]);
  assert.is(
    called.error,
    'flakewise: `sops machines/cedar/secrets/vault.yaml` has to get a value for `pebble/env`\n',
  );
  assert.match(called.output, '+| pebble.copse.example | 8085 | pebble |');
  assert.equal(findingsIn(called.after), [
    'secrets/key-exists: key `pebble.env` not found in `machines/cedar/secrets/vault.yaml`',
  ]);
});

test('says the same and writes nothing with --dry-run', async () => {
  const called = await inFleet('proxied/healthy', [...pebble, '--dry-run']);
  assert.is(called.code, 0);
  assert.match(called.output, '+++ b/machines/cedar/systemd/services/pebble/default.nix');
  assert.equal(changedIn(called), []);
});

test('leaves to emitters what they write', async () => {
  const called = await inFleet('crewed', [
    'tide',
    ...['--run', 'github:harbour-example/tide', '--port', '8093'],
    ...['--domain', 'tide.harbour.example', '--secrets'],
  ]);
  assert.is(called.code, 0);
  assert.match(called.error, 'flakewise emit --all` writes the user `tide`');
  const once = await emittedTexts(called.after);
  const settled = await emittedTexts(once);
  assert.match(settled.get('machines/brig/accounts.nix' as FilePath) ?? '', 'tide = {');
  assert.match(settled.get('machines/brig/configuration.nix' as FilePath) ?? '', '"tide/env" = {');
  assert.match(settled.get('AGENTS.md' as FilePath) ?? '', '| tide.harbour.example ');
  assert.equal(findingsIn(await emittedTexts(settled)), [
    'secrets/key-exists: key `tide.env` not found in `machines/brig/secrets/vault.yaml`',
  ]);
});

test('refuses what is there already, and writes nothing', async () => {
  const called = await inFleet('proxied/healthy', [
    'gateway',
    ...['--run', 'github:copse-example/gateway', '--port', '8082', '--domain', 'tasks.example'],
  ]);
  assert.is(called.code, 1);
  assert.is(
    called.error,
    [
      'flakewise: `cedar` has a unit `gateway` already',
      'flakewise: `cedar` has a user `gateway` already',
      'flakewise: `tasks` listens on 8082 of `cedar` already',
      'flakewise: `gate` serves `tasks.example` already',
      'nothing was written',
      '',
    ].join('\n'),
  );
  assert.equal(changedIn(called), []);
});

const small = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak/configuration.nix ]; };
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./ash/configuration.nix ]; };
  };
}
-- ash/configuration.nix --
{ networking.hostName = "ash"; }
-- oak/configuration.nix --
{
  imports = [
    ./disk.nix
    ./users.nix
  ];
  networking.hostName = "oak";
}
-- oak/disk.nix --
{ }
-- oak/users.nix --
{ users.users.ada = { isNormalUser = true; }; }
`;

test('names what has no place, and leaves out what it is told to', async () => {
  await inFolder(small, async ({ run, read }) => {
    const which = await run(['new', 'service', 'web', '--run', 'github:ada/web']);
    assert.match(which.error, 'say with `--host` on which machine: `ash`, `oak`');
    const web = ['new', 'service', 'web', '--run', 'github:ada/web', '--host', 'oak'];
    const refused = await run([...web, '--port', '80', '--domain', 'web.example.org']);
    assert.is(refused.code, 1);
    assert.match(
      refused.error,
      '`allowedTCPPorts` of its own that 80 could come into (`--skip port` leaves it to you)',
    );
    assert.match(
      refused.error,
      'no proxy is known that passes requests on to `oak` (`--skip route` leaves it to you)',
    );
    const done = await run([...web, '--port', '80', '--skip', 'port']);
    assert.is(done.code, 0, done.error);
    const unit = read('oak/web.nix');
    assert.match(unit, 'AmbientCapabilities = [ "CAP_NET_BIND_SERVICE" ];');
    assert.match(unit, 'ExecStart = "${pkgs.nix}/bin/nix run github:ada/web";');
    assert.match(read('oak/configuration.nix'), '    ./users.nix\n    ./web.nix\n');
    assert.match(read('oak/users.nix'), 'web');
  });
});

test('refuses names that could be code', async () => {
  await inFolder(small, async ({ run, read }) => {
    const before = read('oak/configuration.nix');
    const called = await run([
      ...['new', 'service', '../x', '--run', 'github:ada/x"; }', '--host', 'oak'],
    ]);
    assert.is(called.code, 1);
    assert.match(called.error, '`../x` is no name for a user and a unit');
    assert.match(called.error, 'is no reference of a flake');
    assert.is(read('oak/configuration.nix'), before);
  });
});

test.run();
