import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { known } from '#analyzer/facts/cell.ts';
import { factsOf, picture } from './support/picture.ts';

const test = suite('flake');

/** The machines of a flake as `class name hostName`. */
function hosts(flake: string, others = ''): string[] {
  const { rows } = factsOf(`-- flake.nix --\n${flake}\n${others}`).table('host');
  return rows.map((row) => [row.class, row.name, known(row['host-name']) ?? '?'].join(' '));
}

const web = '-- web.nix --\n{ networking.hostName = "web1"; }';

test('machines are named by the attributes of the outputs', () => {
  const flake = `{
    outputs = { nixpkgs, nix-darwin, home-manager, ... }: {
      nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; };
      darwinConfigurations."mac.local" = nix-darwin.lib.darwinSystem { modules = [ ]; };
      homeConfigurations.ada = home-manager.lib.homeManagerConfiguration { modules = [ ]; };
    };
  }`;
  assert.equal(hosts(flake, web), ['nixos web web1', 'darwin mac.local ?', 'home ada ?']);
});

test('an unquoted name with dots is still one machine', () => {
  const flake = `{ outputs = { nix-darwin, ... }: {
    darwinConfigurations = { mac.example.org = nix-darwin.lib.darwinSystem { modules = [ ]; }; };
  }; }`;
  assert.equal(hosts(flake), ['darwin mac.example.org ?']);
});

test('helpers, mapAttrs and genAttrs make machines', () => {
  const flake = `{ outputs = { self, nixpkgs }@inputs:
    let
      inherit (nixpkgs) lib;
      mkHost = name: { port ? 80 }: lib.nixosSystem {
        specialArgs = { inherit inputs; };
        modules = [ { networking = { hostName = name; firewall.allowedTCPPorts = [ port ]; }; } ];
      };
    in {
      nixosConfigurations = lib.mapAttrs mkHost { a = { }; b.port = 81; }
        // lib.genAttrs [ "c" ] (name: mkHost name { });
    };
  }`;
  assert.equal(hosts(flake), ['nixos a a', 'nixos b b', 'nixos c c']);
});

test('an image built by a package is a machine, named by its host name', () => {
  const flake = `{ outputs = { nixpkgs, nixos-generators, ... }@inputs: {
    packages.x86_64-linux.default =
      let
        pkgs = import nixpkgs { system = "x86_64-linux"; };
        image = nixos-generators.nixosGenerate { inherit pkgs; modules = [ ./web.nix ]; };
      in pkgs.writeShellScriptBin "upload" "upload \${image}/disk.vhd";
  }; }`;
  assert.equal(hosts(flake, web), ['nixos web1 web1']);
});

test('flake-parts modules add machines', () => {
  const flake = `{ outputs = { flake-parts, nixpkgs, ... }@inputs:
    flake-parts.lib.mkFlake { inherit inputs; } { systems = [ ]; imports = [ ./hosts.nix ]; };
  }`;
  const parts = `-- hosts.nix --
{ inputs, ... }: {
  flake.nixosConfigurations.web = inputs.nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; };
}
${web}`;
  assert.equal(hosts(flake, parts), ['nixos web web1']);
});

test('a framework is known by its input, not by the name of its function', () => {
  const flake = `{ outputs = { mystery, ... }@inputs:
    mystery.lib.mkFlake { inherit inputs; hosts.oak.modules = [ ./web.nix ]; };
  }`;
  const gaps = picture(factsOf(`-- flake.nix --\n${flake}\n${web}`), 'host');
  assert.is(gaps.length, 3);
  for (const gap of gaps) assert.match(gap, /mystery.lib.mkFlake/);
});

test('a machine that cannot be evaluated is a gap with its name', () => {
  const flake = `{ outputs = { mystery, nixpkgs, ... }: {
    nixosConfigurations = {
      web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; };
      odd = mystery.makeMachine ./web.nix;
    };
  }; }`;
  const facts = factsOf(`-- flake.nix --\n${flake}\n${web}`);
  const gaps = picture(facts, 'host').filter((line) => line.startsWith('?'));
  assert.equal(gaps, ['? class=nixos name=odd depends on the input `mystery.makeMachine`']);
});

test('the homes of a machine are part of it', () => {
  const flake = `{ outputs = { nixpkgs, home-manager, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [
      ./web.nix
      home-manager.nixosModules.home-manager
      { home-manager.users.ada.imports = [ ./home.nix ]; }
    ]; };
  }; }`;
  const facts = factsOf(
    `-- flake.nix --\n${flake}\n${web}\n-- home.nix --\n{ osConfig, ... }: { programs.git.enable = true; }`,
  );
  const files = facts.table('module').rows.map((row) => `${row.file} ${row.hosts.join()}`);
  assert.equal(files, ['flake.nix web', 'home.nix web', 'web.nix web']);
});

test('code that modules import is reached by their machines', () => {
  const flake = `{ outputs = { nixpkgs, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; };
  }; }`;
  const code = '-- web.nix --\n{ ... }: { x = (import ./code.nix).y; }\n-- code.nix --\n{ y = 1; }';
  const { rows } = factsOf(`-- flake.nix --\n${flake}\n${code}`).table('module');
  assert.equal(
    rows.map((row) => `${row.file} ${row.kind}`),
    ['code.nix import', 'web.nix module'],
  );
});

test('self is the flake itself, by its outputs and by its path', () => {
  const flake = `{ outputs = { self, nixpkgs }: {
    nixosModules.base = { networking.hostName = "based"; };
    nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ self.nixosModules.base ]; };
    nixosConfigurations.b = nixpkgs.lib.nixosSystem { modules = [ "\${self}/web.nix" ]; };
    nixosConfigurations.c = nixpkgs.lib.nixosSystem {
      modules = [ { networking.hostName = self.nixosConfigurations.a.config.networking.hostName; } ];
    };
  }; }`;
  assert.equal(hosts(flake, web), ['nixos a based', 'nixos b web1', 'nixos c based']);
});

test('templates describe machines of others', () => {
  const template = `-- templates/nixos/flake.nix --
{ outputs = { nixpkgs, ... }: { nixosConfigurations.example = nixpkgs.lib.nixosSystem { modules = [ ]; }; }; }`;
  assert.equal(hosts('{ outputs = _: { }; }', template), []);
});

test.run();
