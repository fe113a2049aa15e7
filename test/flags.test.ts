import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { snapshotOf } from './support/fleet.ts';
import { gapsOf, linesOf } from './support/machine.ts';

const test = suite('flags');

/** A fleet of profiles: defaults, a base that two leaves share, a leaf alone, and what code computes for all. */
const fleet: { readonly [file: string]: string } = {
  'flake.nix': `{
    inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    outputs = { nixpkgs, home-manager, ... }:
      let
        lib = nixpkgs.lib;
        make = name: file:
          let
            defaults = import ./lib/defaults.nix { pkgs = import nixpkgs { system = "x86_64-linux"; }; };
            own = import file;
            merged = lib.recursiveUpdate defaults.settings (own.settings or { });
            settings = merged // { kind = if merged.wm == "sway" then "wayland" else "x11"; };
          in {
            system = lib.nixosSystem { specialArgs = { inherit settings; }; modules = [ ./module.nix ]; };
            home = home-manager.lib.homeManagerConfiguration {
              extraSpecialArgs = { inherit settings; };
              modules = [ ./home.nix ];
            };
          };
        profiles = lib.mapAttrs make { OAK = ./profiles/OAK.nix; ELM = ./profiles/ELM.nix; ASH = ./profiles/ASH.nix; };
      in {
        nixosConfigurations = lib.mapAttrs (_: each: each.system) profiles;
        homeConfigurations = lib.mapAttrs (_: each: each.home) profiles;
      };
  }`,
  'lib/defaults.nix': `{ pkgs, ... }: {
    settings = {
      hostname = "none";
      wm = "sway";
      dockEnable = false;
      ports = [ 22 ];
      power = { level = 1; mode = "slow"; };
      apiToken = "";
      packages = pkgs: [ pkgs.git ];
      editor = pkgs.vim;
      unused = null;
    };
  }`,
  'profiles/base.nix': `{
    settings = { wm = "plasma"; ports = [ 22 80 ]; power = { mode = "fast"; }; };
  }`,
  'profiles/OAK.nix': `let base = import ./base.nix; in {
    settings = base.settings // { hostname = "oak"; power = { level = 2; }; apiToken = "abc"; };
  }`,
  'profiles/ELM.nix': `let base = import ./base.nix; in {
    settings = base.settings // { hostname = "elm"; typo = true; };
  }`,
  'profiles/ASH.nix': '{ settings = { hostname = "ash"; dockEnable = true; }; }',
  'module.nix': `{ lib, settings, ... }@args:
    let cfg = settings; in {
      networking.hostName = settings.hostname;
      dock = lib.mkIf (settings.dockEnable or false) (cfg.missing or "x");
      test = settings ? wm;
      deep = cfg.power.level or 3;
      list = let inherit (settings) ports unused; in ports;
      other = args.settings.wm;
    }`,
  'home.nix': '{ settings, ... }: { home.username = settings.raw or [ ]; }',
};

function factsOf(changed: { readonly [file: string]: string } = {}) {
  const texts = Object.entries({ ...fleet, ...changed });
  return snapshotOf(new Map(texts) as Map<FilePath, string>).facts();
}

test('machines and homes of one name are a profile, with its files in the order of their strength', () => {
  assert.equal(linesOf(factsOf(), 'profile'), [
    'name ASH, hosts ASH | ASH (home), leaf profiles/ASH.nix, layers lib/defaults.nix | profiles/ASH.nix',
    'name ELM, hosts ELM | ELM (home), leaf profiles/ELM.nix, layers lib/defaults.nix | profiles/base.nix | profiles/ELM.nix',
    'name OAK, hosts OAK | OAK (home), leaf profiles/OAK.nix, layers lib/defaults.nix | profiles/base.nix | profiles/OAK.nix',
  ]);
});

test('a profile has a value of every setting, and knows where it is from', () => {
  const settings = linesOf(factsOf(), 'profile-setting')
    .filter((line) => line.startsWith('profile OAK'))
    .map((line) =>
      line.replace('profile OAK, section settings, name ', '').replace('profiles/', ''),
    );
  assert.equal(settings, [
    'apiToken, kind text, value ?, origin leaf, file OAK.nix, overrides lib/defaults.nix',
    'dockEnable, kind boolean, value false, origin defaults, file lib/defaults.nix',
    'editor, kind package, value ?, origin defaults, file lib/defaults.nix',
    'hostname, kind text, value "oak", origin leaf, file OAK.nix, overrides lib/defaults.nix',
    'kind, kind text, value "x11", origin code, file flake.nix',
    'packages, kind function, value ?, origin defaults, file lib/defaults.nix',
    'ports, kind list, value [22,80], origin base, file base.nix, overrides lib/defaults.nix',
    // A set of the base is gone where the leaf has one: that merge is shallow, and the one below it is not.
    'power, kind set, value {"level":2,"mode":"slow"}, origin leaf, file OAK.nix, overrides lib/defaults.nix | profiles/base.nix',
    'unused, kind null, value null, origin defaults, file lib/defaults.nix',
    'wm, kind text, value "plasma", origin base, file base.nix, overrides lib/defaults.nix',
  ]);
});

test('a profile that sets nothing itself has the defaults of a section that others set', () => {
  const bare = { 'profiles/ASH.nix': '{ other = { }; }' };
  const settings = linesOf(factsOf(bare), 'profile-setting').filter((line) =>
    line.startsWith('profile ASH'),
  );
  assert.is(settings.length, 10);
  assert.ok(settings.some((line) => line.includes('name hostname, kind text, value "none"')));
});

test('arguments that no profile has a layer of its own for are no sections', () => {
  const leaves = ['ASH', 'ELM', 'OAK'].map((name) => [`profiles/${name}.nix`, '{ other = { }; }']);
  assert.equal(linesOf(factsOf(Object.fromEntries(leaves)), 'profile'), []);
});

test('flags are declared by the defaults, and by code', () => {
  const flags = linesOf(factsOf(), 'flag').map((line) =>
    line.replace('section settings, name ', ''),
  );
  const ofDefaults = ', declared-by defaults, file lib/defaults.nix';
  assert.equal(flags, [
    `apiToken, kind text, default ""${ofDefaults}`,
    `dockEnable, kind boolean, default false${ofDefaults}`,
    `editor, kind unknown, default ?${ofDefaults}`,
    `hostname, kind text, default "none"${ofDefaults}`,
    `packages, kind function, default ?${ofDefaults}`,
    `ports, kind list, default [22]${ofDefaults}`,
    `power, kind set, default {"level":1,"mode":"slow"}${ofDefaults}`,
    `unused, kind null, default null${ofDefaults}`,
    `wm, kind text, default "sway"${ofDefaults}`,
    'kind, kind text, default ?, declared-by code, file flake.nix',
  ]);
});

test('every place that sets a flag is a row, with the profiles made from it', () => {
  const set = linesOf(factsOf(), 'flag-set').map((line) =>
    line.replace('section settings, name ', ''),
  );
  assert.equal(set, [
    'dockEnable, kind boolean, value true, file profiles/ASH.nix, profiles ASH',
    'hostname, kind text, value "ash", file profiles/ASH.nix, profiles ASH',
    'ports, kind list, value [22,80], file profiles/base.nix, profiles ELM | OAK',
    'power, kind set, value {"mode":"fast"}, file profiles/base.nix, profiles ELM | OAK',
    'wm, kind text, value "plasma", file profiles/base.nix, profiles ELM | OAK',
    'hostname, kind text, value "elm", file profiles/ELM.nix, profiles ELM',
    'typo, kind boolean, value true, file profiles/ELM.nix, profiles ELM',
    'apiToken, kind text, value ?, file profiles/OAK.nix, profiles OAK',
    'hostname, kind text, value "oak", file profiles/OAK.nix, profiles OAK',
    'power, kind set, value {"level":2}, file profiles/OAK.nix, profiles OAK',
  ]);
});

test('every place that reads a flag is a row, also through other names', () => {
  const reads = linesOf(factsOf(), 'flag-read')
    .filter((line) => line.includes('file module.nix') || line.includes('file home.nix'))
    .map((line) => line.replace('section settings, name ', '').replace(', file module.nix', ''));
  assert.equal(reads, [
    'raw, file home.nix, form read, fallback []',
    'hostname, form read',
    'dockEnable, form read, fallback false',
    'missing, form read, fallback "x"',
    'wm, form test',
    'power, form read, fallback 3',
    'ports, form read',
    'unused, form read',
    'wm, form raw',
  ]);
});

test('what is asked of one layer before they are merged is a raw read', () => {
  const facts = factsOf({
    'lib/check.nix':
      '{ profile }: [ ((profile.settings or { }).fonts or null) (profile.settings ? ports) ]',
  });
  const reads = linesOf(facts, 'flag-read').filter((line) => line.includes('lib/check.nix'));
  assert.equal(reads, [
    'section settings, name fonts, file lib/check.nix, form raw, fallback null',
    'section settings, name ports, file lib/check.nix, form raw',
  ]);
});

test('a value that depends on an encrypted file is undecided, and no other is', () => {
  const facts = factsOf({
    'profiles/ASH.nix':
      'let s = import ../secrets.nix; in { settings = { hostname = "ash"; mail = s.mail; }; }',
  });
  const mail = facts.table('profile-setting').rows.filter(({ name }) => name === 'mail');
  assert.equal(
    mail.map(({ profile }) => profile),
    ['ASH'],
  );
  assert.type(mail[0]?.value, 'object');
  assert.equal(gapsOf(facts, 'profile-setting'), []);
});

test('one set of settings for one machine is no section', () => {
  const flake = `{
    outputs = { nixpkgs, ... }: {
      nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
        specialArgs = { vars = import ./vars.nix; };
        modules = [ ];
      };
    };
  }`;
  const texts = new Map(Object.entries({ 'flake.nix': flake, 'vars.nix': '{ vars.a = 1; }' }));
  const facts = snapshotOf(texts as Map<FilePath, string>).facts();
  for (const table of ['profile', 'flag', 'flag-set', 'flag-read'] as const)
    assert.equal(linesOf(facts, table), []);
});

test.run();
