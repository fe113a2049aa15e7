import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf } from './support/picture.ts';

const test = suite('the table of options');

test('it goes to the ends of whatever is a set, by any type, and has no row for what nobody sets', () => {
  const facts = factsOf(`
-- flake.nix --
{
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.own = {
    any = mkOption { type = types.anything; };
    untyped = mkOption { };
    loose = mkOption { type = types.attrs; };
    perhaps = mkOption { type = types.nullOr (types.attrsOf types.int); };
    text = mkOption { type = types.str; };
    list = mkOption { type = types.listOf types.int; };
    standard = mkOption { type = types.attrsOf types.int; default.size = 6; };
    spare = mkOption { type = types.str; default = "never set"; };
  };
  config.own = {
    any.size = 1;
    untyped.size = 2;
    loose.size = 3;
    perhaps.size = 4;
    text = "five";
    list = [ 5 ];
  };
}
`);
  const own = facts.table('option').rows.filter(({ path }) => path.startsWith('own.'));
  assert.equal(Object.fromEntries(own.map(({ path, value }) => [path, value])), {
    'own.any.size': 1,
    'own.untyped.size': 2,
    'own.loose.size': 3,
    'own.perhaps.size': 4,
    'own.text': 'five',
    'own.list': { undecided: 'is a list' },
  });
});

test.run();
