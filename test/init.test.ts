import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readConfig } from '#linter/config.ts';
import { rules } from '#rules/index.ts';
import { inFolder } from './support/run-cli.ts';

const test = suite('init');

const fleet = `
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
  networking.wg-quick.interfaces.wg0.address = [ "10.1.0.1/24" ];
  services.nginx.virtualHosts."blog.example.org".locations."/".proxyPass = "http://10.1.0.2:4321";
}
-- oak.nix --
{
  networking.wg-quick.interfaces.wg0.address = [ "10.1.0.2/24" ];
  networking.firewall.allowedTCPPorts = [ 4321 ];
  sops.secrets.token = { };
}
`;

const single = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{
  sops.secrets.one = { owner = "ada"; group = "ada"; };
}
`;

test('a fleet behind a proxy gets its preset, and the findings of today are counted', async () => {
  await inFolder(fleet, async ({ run, read }) => {
    const { code, output } = await run(['init']);
    assert.is(code, 0);
    assert.match(output, /^2 machines: 2 with NixOS$/m);
    assert.match(output, /^`gate` passes requests on to `oak`$/m);
    const text = read('flakewise.toml');
    assert.match(text, /^extends = \["recommended", "proxied-fleet"\]$/m);
    assert.match(text, /^# secrets\/explicit-owner: 1$/m);
    const parameters = [
      '# [preset.proxied-fleet]',
      '# proxy = "gate"',
      '# backend = "oak"',
      '# tunnel = "wg0"',
    ].join('\n');
    assert.match(text, parameters);
    assert.is(
      readConfig(text.replace(parameters, parameters.replaceAll('# ', '')), { rules, emitters: [] })
        .kind,
      'config',
    );
    assert.is(readConfig(text, { rules, emitters: [] }).kind, 'config');
    assert.match((await run(['check'])).output, /secrets\/explicit-owner/);
  });
});

for (const address of [
  'https://ada:secret@github.com/ada/dotfiles.git',
  'git@github.com:ada/dotfiles.git',
  'ssh://git@github.com:22/ada/dotfiles',
])
  test(`rules about jobs are told which repository this is, from ${address}`, async () => {
    const withJobs = fleet
      .replace(
        'sops.secrets.token = { };',
        `services.github-runners = {
          dotfiles = { enable = true; url = "https://github.com/ada/dotfiles"; tokenFile = "/keys/a"; };
          shop = { enable = true; url = "https://github.com/ada/shop"; tokenFile = "/keys/b"; };
        };`,
      )
      .concat(`
-- .github/workflows/build.yml --
on: push
jobs:
  build:
    runs-on: [self-hosted]
    steps:
      - run: jq . data.json
`);
    const config = `-- .git/config --
[core]
	bare = false
[remote "origin"]
	url = ${address}
	fetch = +refs/heads/*:refs/remotes/origin/*
`;
    await inFolder(`${withJobs}${config}`, async ({ run, read }) => {
      await run(['init']);
      const text = read('flakewise.toml');
      assert.match(
        text,
        /^"runners\/job-labels" = \{ severity = "error", repository = "https:\/\/github\.com\/ada\/dotfiles" \}$/m,
      );
      assert.not.match(text, /secret@/);
      assert.is(readConfig(text, { rules, emitters: [] }).kind, 'config');
    });
    await inFolder(withJobs, async ({ run }) => {
      assert.not.match((await run(['init', '--dry-run'])).output, /repository =/);
    });
  });

test('folders that several machines have are named, as what may be called shared', async () => {
  const imports = '[ ../../modules/a.nix ../../modules/b.nix ]';
  const shared = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = {
      ash = nixpkgs.lib.nixosSystem { modules = [ ./hosts/ash/default.nix ]; };
      oak = nixpkgs.lib.nixosSystem { modules = [ ./hosts/oak/default.nix ]; };
    };
  };
}
-- hosts/ash/default.nix --
{ imports = ${imports}; }
-- hosts/oak/default.nix --
{ imports = ${imports}; }
-- modules/a.nix --
{ }
-- modules/b.nix --
{ }
`;
  await inFolder(shared, async ({ run, read }) => {
    const { output } = await run(['init']);
    assert.match(output, /^several machines have most of `modules`$/m);
    const text = read('flakewise.toml');
    assert.match(text, /^# shared = \["modules\/\*\*"\]$/m);
    assert.is(
      readConfig(text.replace('# shared', 'shared'), { rules, emitters: [] }).kind,
      'config',
    );
  });
});

test('without a proxy, rules that hold are turned on and others left as comments', async () => {
  await inFolder(single, async ({ run, read }) => {
    await run(['init']);
    const text = read('flakewise.toml');
    assert.match(text, /^extends = \["recommended"\]$/m);
    assert.match(text, /^"secrets\/explicit-owner" = "warning" # holds today, in 1 places?$/m);
    assert.is(readConfig(text, { rules, emitters: [] }).kind, 'config');
    assert.is((await run(['check'])).code, 0);
  });
  await inFolder(single.replace('group = "ada";', ''), async ({ run, read }) => {
    await run(['init']);
    const text = read('flakewise.toml');
    assert.match(text, /^# "secrets\/explicit-owner" = "warning" # 1 findings? today$/m);
    assert.is((await run(['check'])).code, 0);
  });
});

test('nothing is written where there is a configuration, or on a dry run', async () => {
  await inFolder(`${single}-- flakewise.toml --\nextends = []\n`, async ({ run, read }) => {
    const { code, error } = await run(['init']);
    assert.is(code, 2);
    assert.match(error, /there is a `flakewise\.toml` already/);
    assert.is(read('flakewise.toml'), 'extends = []\n');
  });
  await inFolder(single, async ({ run, read }) => {
    assert.match((await run(['init', '--dry-run'])).output, /^extends = /m);
    assert.throws(() => read('flakewise.toml'));
  });
});

test.run();
