import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { machines } from './support/machines.ts';

const test = suite('frameworks');

/** A flake with one machine for each name that an expression gives, named by what it maps to. */
function named(inputs: string, names: string): string {
  return `-- flake.nix --
{ inputs = { ${inputs} }; outputs = { nixpkgs, ... }@inputs: let inherit (nixpkgs) lib; in {
  nixosConfigurations = lib.mapAttrs
    (_: name: lib.nixosSystem { modules = [ { networking.hostName = name; } ]; })
    (${names});
}; }`;
}

test('import-tree imports the Nix files below a folder', () => {
  const source = `-- flake.nix --
{ outputs = { nixpkgs, import-tree, ... }: {
  nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ (import-tree ./machine) ]; };
}; }
-- machine/name.nix --
{ networking.hostName = "web1"; }
-- machine/_parts/other.nix --
{ networking.hostName = "passed over"; }
-- machine/notes.md --
Not Nix.`;
  assert.equal(machines(source), ['nixos web web1']);
});

test('import-tree is told which files to take, and what to make of them', () => {
  const source = `-- flake.nix --
{ inputs.trees.url = "github:vic/import-tree"; outputs = { nixpkgs, trees, ... }: {
  nixosConfigurations.web = nixpkgs.lib.nixosSystem {
    modules = [ ((trees.filterNot (nixpkgs.lib.hasInfix "/old/")).addPath ./machine).result ];
  };
  nixosConfigurations.mail = nixpkgs.lib.nixosSystem {
    modules = (trees.withLib nixpkgs.lib).leafs ./machine/old;
  };
  nixosConfigurations.proxy = nixpkgs.lib.nixosSystem {
    modules = [ (trees.match ".*/old/.*" ./machine) ];
  };
}; }
-- machine/new/name.nix --
{ networking.hostName = "new"; }
-- machine/old/name.nix --
{ networking.hostName = "old"; }`;
  assert.equal(machines(source), ['nixos mail old', 'nixos proxy old', 'nixos web new']);
});

test('haumea makes a set of a folder', () => {
  const source = `${named(
    'haumea.url = "github:nix-community/haumea";',
    `
    inputs.haumea.lib.load { src = ./names; inputs = { inherit lib; domain = "example.org"; }; }
  `,
  )}
-- names/web.nix --
{ domain, ... }: "web.\${domain}"
-- names/mail.nix --
{ super, root }: "mail-\${super.suffix}\${root.hidden.deep}"
-- names/_suffix.nix --
"s"
-- names/_hidden/deep.nix --
{ super, ... }: super.deeper
-- names/_hidden/__deeper.nix --
"t"`;
  assert.equal(machines(source), ['nixos mail mail-st', 'nixos web web.example.org']);
});

test('haumea loads by other loaders, and transforms what it loads', () => {
  const source = `${named(
    'haumea.url = "github:nix-community/haumea";',
    `
    with inputs.haumea.lib; load {
      src = ./names;
      loader = [ (matchers.nix loaders.verbatim) matchers.json ];
      transformer = [ transformers.liftDefault (_: lib.mapAttrs (_: name: name.text or name)) ];
    }
  `,
  )}
-- names/web.nix --
"web"
-- names/default.nix --
{ proxy = "lifted"; }
-- names/mail.json --
{ "text": "mail" }`;
  assert.equal(machines(source), ['nixos mail mail', 'nixos proxy lifted', 'nixos web web']);
});

test('flake-utils turns outputs of systems around', () => {
  const names = `
    lib.mapAttrs' (system: name: { name = system; value = name; })
      (inputs.utils.lib.eachSystem [ "x86_64-linux" "aarch64-linux" ] (system: { names = "on-\${system}"; })).names
    // inputs.utils.lib.eachSystemMap (with inputs.utils.lib.system; [ aarch64-darwin ]) (system: "mac")
  `;
  assert.equal(machines(named('utils.url = "github:numtide/flake-utils";', names)), [
    'nixos aarch64-darwin mac',
    'nixos aarch64-linux on-aarch64-linux',
    'nixos x86_64-linux on-x86_64-linux',
  ]);
});

test('a list of systems is imported from its input', () => {
  const source = named(
    'systems.url = "github:nix-systems/default-linux";',
    'lib.genAttrs (import inputs.systems) (system: "on-${system}")',
  );
  assert.equal(machines(source), [
    'nixos aarch64-linux on-aarch64-linux',
    'nixos x86_64-linux on-x86_64-linux',
  ]);
});

test('a branch of such an input may hold another list', () => {
  const source = named(
    'systems.url = "github:nix-systems/default/other";',
    'lib.genAttrs (import inputs.systems) (system: "on-${system}")',
  );
  assert.match(
    machines(source).join('\n'),
    /^\? class=nixos depends on the input `systems.outPath`$/,
  );
});

test('a machine may be made without the library of nixpkgs', () => {
  const source = `-- flake.nix --
{ outputs = { nixpkgs, ... }: {
  nixosConfigurations.web = import (nixpkgs + "/nixos/lib/eval-config.nix") {
    modules = [ { networking.hostName = "web1"; } ];
  };
  nixosConfigurations.mail = import "\${nixpkgs}/nixos/lib/eval-config.nix" {
    modules = [ { networking.hostName = (import "\${nixpkgs}/lib").toLower "MAIL"; } ];
  };
}; }`;
  assert.equal(machines(source), ['nixos mail mail', 'nixos web web1']);
});

test('modules that are evaluated together with those of NixOS are a machine', () => {
  const source = `-- flake.nix --
{ inputs.unstable.url = "github:NixOS/nixpkgs/nixos-unstable"; outputs = { unstable, ... }: {
  nixosConfigurations.web = unstable.lib.evalModules {
    specialArgs.name = "web1";
    modules = [ ./web.nix ] ++ import "\${unstable}/nixos/modules/module-list.nix";
  };
  nixosConfigurations.other = unstable.lib.evalModules { modules = [ ./web.nix ]; };
}; }
-- web.nix --
{ name, ... }: { networking.hostName = name; users.users.ada.isNormalUser = true; }`;
  assert.equal(machines(source), [
    'nixos web web1',
    '? class=nixos name=other `lib.evalModules` is not evaluated',
  ]);
});

test.run();
