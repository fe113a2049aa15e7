import * as assert from 'uvu/assert';
import { flake, limitsBelow, table } from '../support/limits.ts';
import { inFolder } from '../support/run-cli.ts';

const limits = limitsBelow('Flakes');
const { say } = limits;

/** Names of machines, then what is not known of them. */
const hosts = (source: string): string => table(source, 'host').replace(/^name=(\S+) .*$/gm, '$1');

const system = 'nixpkgs.lib.nixosSystem { modules = [ ]; }';

say(
  'Machines are found in `nixosConfigurations`, `darwinConfigurations` and `homeConfigurations`, in other outputs whose names end in `Configurations`, in hives of colmena (as an output, or in a `hive.nix` beside which there is no flake), in those three outputs below a system of `packages` or `legacyPackages`, and in images that packages build with `nixosGenerate`.',
  () => {
    const outputs = `{ nixpkgs, nixos-generators, ... }: {
      nixosConfigurations.a = ${system}; serverConfigurations.b = ${system};
      colmena.c = { }; machines.d = ${system};
      packages.x86_64-linux.e = nixos-generators.nixosGenerate { format = "iso"; system = "x86_64-linux"; modules = [ ]; };
    }`;
    const input = 'nixos-generators.url = "github:nix-community/nixos-generators";';
    const found = hosts(flake(input, outputs));
    for (const name of ['a', 'b', 'c', 'unnamed'])
      assert.match(found, new RegExp(`^${name}$`, 'm'));
    assert.not.match(found, /^d$/m);
    assert.is(
      hosts('\n-- hive.nix --\n{ meta.nixpkgs = import <nixpkgs> { }; web = { }; }\n'),
      'web',
    );
  },
);

say('A node of a hive that has the name of a machine is that machine.', () => {
  const outputs = `{ nixpkgs, ... }: { nixosConfigurations.a = ${system}; colmena.a = { }; }`;
  assert.is(hosts(flake('', outputs)), 'a');
});

say(
  'Of machines that have one name for several systems, one is read: one that is made for the system below which it stands before others, then one for a system of its kind, `x86_64-linux` first.',
  () => {
    const home = 'home-manager.lib.homeManagerConfiguration { modules = [ ]; }';
    const outputs = `{ home-manager, ... }: {
      legacyPackages.aarch64-linux.homeConfigurations.ada = ${home};
      legacyPackages.x86_64-linux.homeConfigurations.ada = ${home};
    }`;
    const found = table(flake('', outputs), 'host');
    assert.match(found, /output=legacyPackages\.aarch64-linux/);
    assert.not.match(found, /x86_64-linux/);
    const machine = (system: string): string =>
      `nixpkgs.lib.nixosSystem { system = "${system}"; modules = [ ]; }`;
    const bySystem = `{ nixpkgs, darwin, ... }: nixpkgs.lib.genAttrs [ "packages" ] (_:
      nixpkgs.lib.genAttrs [ "aarch64-darwin" "aarch64-linux" "x86_64-linux" ] (system: {
        nixosConfigurations.anywhere = nixpkgs.lib.nixosSystem { inherit system; modules = [ ]; };
        nixosConfigurations.board = ${machine('aarch64-linux')};
        darwinConfigurations.mac = darwin.lib.darwinSystem { inherit system; modules = [ ]; };
      }))`;
    const several = table(flake('darwin.url = "github:nix-darwin/nix-darwin";', bySystem), 'host');
    for (const output of [
      'x86_64-linux.nixosConfigurations.anywhere',
      'aarch64-linux.nixosConfigurations.board',
      'aarch64-darwin.darwinConfigurations.mac',
    ])
      assert.match(several, new RegExp(`output=packages.${output}`.replaceAll('.', '\\.')));
    assert.is(several.match(/output=/g)?.length, 3);
  },
);

say(
  'What `lib.evalModules` makes is a machine where its modules are those of NixOS (`nixos/modules/module-list.nix`) and more, and else one that is not read.',
  () => {
    const outputs = (more: string): string => `{ nixpkgs, ... }: {
      nixosConfigurations.web = nixpkgs.lib.evalModules { modules = [ { } ] ++ ${more}; };
    }`;
    const list = 'import "${nixpkgs}/nixos/modules/module-list.nix"';
    assert.is(hosts(flake('', outputs(list))), 'web');
    assert.match(hosts(flake('', outputs('[ ]'))), /^\? /);
  },
);

say(
  'Machines of nix-on-droid, system-manager and robotnix are not read, and neither are flakes that `flake-compat` or `builtins.getFlake` open.',
  () => {
    const outputs = `{ nix-on-droid, system-manager, robotnix, ... }: {
      nixOnDroidConfigurations.phone = nix-on-droid.lib.nixOnDroidConfiguration { modules = [ ]; };
      systemConfigs.web = system-manager.lib.makeSystemConfig { modules = [ ]; };
      robotnixConfigurations.tablet = robotnix.lib.robotnixSystem { };
      nixosConfigurations = (builtins.getFlake "github:me/other").nixosConfigurations;
    }`;
    assert.not.match(hosts(flake('', outputs)), /^[a-z]+$/m);
    assert.match(hosts(flake('', outputs)), /^\? /m);
  },
);

say(
  'The inputs in `analyzer/frameworks/` are known beyond their names: nixpkgs and its forks, the lists of nix-systems, flake-parts (with partitions), flake-utils, flake-utils-plus, import-tree, flocken, haumea, the makers of machines adios-flake, blueprint, clan, colmena, easy-hosts, ez-configs, lite-config, nixos-unified, snowfall and unify, and modules of flake-parts that add outputs.',
  () => {
    const outputs = (input: string): string =>
      `inputs: inputs.${input}.lib.mkFlake { inherit inputs; } { flake.nixosConfigurations.a = inputs.${system}; }`;
    const parts = 'flake-parts.url = "github:hercules-ci/flake-parts";';
    assert.is(hosts(flake(parts, outputs('flake-parts'))), 'a');
    assert.match(hosts(flake('x.url = "github:someone/x";', outputs('x'))), /^\? .*`x\.lib/);
  },
);

say(
  'Modules of flake-parts that come from inputs are taken to make no outputs for each system, nor from partitions, of names that the flake itself gives to other outputs.',
  () => {
    const machine =
      'inputs.nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = self.names.web; } ]; }';
    const module = `{ self, ... }: { imports = [ inputs.strange.flakeModule ]; flake.names.web = "web1"; flake.nixosConfigurations.a = ${machine}; }`;
    const outputs = `inputs: inputs.parts.lib.mkFlake { inherit inputs; } (${module})`;
    const given =
      'parts.url = "github:hercules-ci/flake-parts"; strange.url = "github:someone/strange";';
    assert.match(table(flake(given, outputs), 'option'), /path=networking\.hostName value=web1/);
  },
);

say(
  'They are told by the repository of the input, and by its name where the flake does not say which repository it is.',
  () => {
    const outputs =
      'inputs: inputs.own.lib.mkFlake { inherit inputs; } { flake.nixosConfigurations.a = inputs.nixpkgs.lib.nixosSystem { modules = [ ]; }; }';
    assert.is(hosts(flake('own.url = "github:hercules-ci/flake-parts";', outputs)), 'a');
    assert.is(
      hosts(
        flake(
          '',
          '{ nixpkgs, flake-parts, ... }@inputs: flake-parts.lib.mkFlake { inherit inputs; } { flake.nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ ]; }; }',
        ),
      ),
      'a',
    );
    assert.match(hosts(flake('own.url = "github:someone/x";', outputs)), /^\? /);
  },
);

say(
  'They are known as they are documented; an older version of a framework may have done other things.',
  () => {
    const locked = (rev: string): string => `-- flake.lock --
{ "version": 7, "root": "root", "nodes": {
  "root": { "inputs": { "flake-utils": "u" } },
  "u": { "locked": { "type": "github", "owner": "numtide", "repo": "flake-utils", "rev": "${rev}", "lastModified": 1 } }
} }
`;
    const outputs =
      '{ flake-utils, ... }: flake-utils.lib.eachDefaultSystem (system: { packages.x = 1; })';
    const read = (rev: string): string => table(flake('', outputs, locked(rev)), 'output');
    assert.match(read('aaaa'), /system=aarch64-darwin/);
    assert.is(read('aaaa'), read('bbbb'));
  },
);

say('`--coverage` says in its line about machines what else makes machines.', async () => {
  const outputs = '{ other, ... }: { nixosConfigurations = other.lib.machines ./.; }';
  const source = flake('other.url = "github:someone/x";', outputs);
  await inFolder(source, async ({ run }) => {
    const { output } = await run(['check', '--coverage']);
    assert.match(output, /machines.*depends on the input `other\.lib\.machines`/);
  });
});

say(
  'What clan’s inventory adds to machines is unknown, and so are packages that blueprint and snowfall leave out because of their platforms, haumea’s loader `scoped`, modules of adios in adios-flake, and what `nix-systems` keeps in branches.',
  () => {
    const scoped = `inputs: { nixosConfigurations = inputs.haumea.lib.load {
      src = ./hosts; loader = inputs.haumea.lib.loaders.scoped; inputs = { }; }; }`;
    const files = '-- hosts/web.nix --\n{ }\n';
    assert.match(
      hosts(flake('haumea.url = "github:nix-community/haumea";', scoped, files)),
      /^\? .*scoped/m,
    );
    const branch =
      '{ systems, ... }: { packages = builtins.listToAttrs (map (name: { inherit name; value = { }; }) (import systems)); }';
    const url = 'systems.url = "github:nix-systems/default/future-26.11";';
    assert.match(table(flake(url, branch), 'output'), /^\? /m);
    const clan = `{ self, clan-core, ... }: let clan = clan-core.lib.clan {
      inherit self; meta.name = "x"; machines.web = { };
      inventory.instances.x = { module.name = "users"; roles.default.machines.web = { }; };
    }; in { inherit (clan.config) nixosConfigurations; }`;
    const core = 'clan-core.url = "git+https://git.clan.lol/clan/clan-core";';
    assert.match(table(flake(core, clan), 'user'), /^\? /m);
  },
);

limits.run();
