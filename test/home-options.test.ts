import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, picture } from './support/picture.ts';

const test = suite('options of homes');

/** A machine with Home Manager and one more module. */
function machine(module: string, inputs = ''): string {
  return `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.home-manager.url = "github:nix-community/home-manager";
  ${inputs}
  outputs = { nixpkgs, home-manager, ... }@inputs: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      modules = [ home-manager.nixosModules.home-manager ${module} ];
    };
  };
}
-- git.nix --
{ lib, ... }: { programs.git = { enable = true; signing.format = null; lfs.enable = lib.mkDefault false; }; }
`;
}

const git = [
  'path=programs.git.enable value=true priority=100',
  'path=programs.git.lfs.enable value=false priority=1000',
  'path=programs.git.signing.format priority=100',
];

test('every home has rows, as its modules name the options', () => {
  const module =
    '{ home-manager.users = { ada.imports = [ ./git.nix ]; eve.home.stateVersion = "25.05"; }; }';
  assert.equal(picture(factsOf(machine(module)), 'home-option'), [
    ...git.map((row) => `oak ${row.replace(/$/, '')} account=ada`),
    'oak path=home.stateVersion value=25.05 priority=100 account=eve',
  ]);
});

test('a home that is a configuration of its own has rows of its user', () => {
  const source = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.home-manager.url = "github:nix-community/home-manager";
  outputs = { nixpkgs, home-manager, ... }: {
    homeConfigurations.desk = home-manager.lib.homeManagerConfiguration {
      modules = [ { home.username = "ada"; } ];
    };
  };
}
`;
  assert.equal(picture(factsOf(source), 'home-option'), [
    'desk path=home.username value=ada priority=100 account=ada',
  ]);
});

test('what may add homes, or options to one, is a gap', () => {
  const mayBe = machine(
    '({ config, lib, ... }: { home-manager.users = lib.mkIf config.desk { eve.a = 1; }; })',
  );
  assert.equal(picture(factsOf(mayBe), 'home-option'), [
    '? oak account=eve the home is there under a condition that is not known',
  ]);
  const foreign = machine(
    '{ home-manager.users.ada = { imports = [ inputs.mystery.homeModules.default ]; a = 1; }; }',
    'inputs.mystery.url = "github:someone/mystery";',
  );
  const [row, gap] = picture(factsOf(foreign), 'home-option');
  assert.is(row, 'oak path=a value=1 priority=100 account=ada');
  assert.match(gap ?? '', /^\? oak account=ada .*mystery/);
});

test.run();
