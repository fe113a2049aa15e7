import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluateText, shown } from './support/evaluate.ts';
import { factsOf } from './support/picture.ts';

const test = suite('sets of options');

/** What a module system of these modules makes of its options. */
function config(...modules: readonly string[]): string {
  const list = modules.map((module) => `(${module})`).join(' ');
  return shown(evaluateText(`lib: with lib; (evalModules { modules = [ ${list} ]; }).config`));
}

test('names that nobody declares may be those of any set, or of a choice of types', () => {
  const free = (type: string) =>
    `{ freeformType = with types; ${type}; options.a = mkOption { default = 1; }; }`;
  assert.is(config(free('attrs'), '{ b.c = 2; }'), '{ a = 1; b = { c = 2; }; }');
  assert.is(
    config(free('oneOf [ str attrs ]'), '{ b = 2; }', '{ c = 3; }'),
    '{ a = 1; b = 2; c = 3; }',
  );
  assert.is(config(free('nullOr (attrsOf int)'), '{ b = 2; }'), '{ a = 1; b = 2; }');
  // The last one counts there, whole.
  assert.match(config(free('attrs'), '{ b.c = 2; }', '{ b.d = 3; }'), 'is not evaluated');
});

test('a default that is unknown leaves the names of a set unknown', () => {
  const declared =
    '{ options.a = mkOption { type = types.attrsOf types.int; default = builtins.getEnv "X"; }; }';
  const seen = (text: string): string =>
    shown(
      evaluateText(
        `lib: with lib; let a = (evalModules { modules = [ (${declared}) ]; }).config.a; in ${text}`,
      ),
    );
  assert.match(seen('a.x'), 'getEnv');
  assert.match(seen('a ? x'), 'getEnv');
  assert.match(seen('length (attrNames a)'), 'getEnv');
});

test('an alias leads into the values of an option', () => {
  const declared = `{
    imports = [ (mkAliasOptionModule [ "own" ] [ "all" "mine" ]) (mkAliasOptionModule [ "size" ] [ "all" "mine" "size" ]) ];
    options.all = mkOption { default = { }; type = with types; attrsOf (submodule {
      options.size = mkOption { type = int; default = 1; };
      options.tags = mkOption { type = listOf str; default = [ ]; };
    }); };
  }`;
  const all = (...definitions: readonly string[]): string =>
    shown(
      evaluateText(
        `lib: with lib; (evalModules { modules = [ (${declared}) ${definitions.map((each) => `(${each})`).join(' ')} ]; }).config.all`,
      ),
    );
  assert.is(all('{ own.tags = [ "a" ]; }'), '{ mine = { size = 1; tags = [ "a" ]; }; }');
  assert.is(
    all('{ size = 2; }', '{ all.mine.size = mkDefault 3; }'),
    '{ mine = { size = 2; tags = [ ]; }; }',
  );
  assert.is(
    all('{ size = mkDefault 2; }', '{ all.mine.size = 3; }'),
    '{ mine = { size = 3; tags = [ ]; }; }',
  );
  assert.is(all('{ own.size = mkIf false 2; }'), '{ mine = { size = 1; tags = [ ]; }; }');
  assert.is(all(), '{ }');
});

test('below options of upstream, what is of any type may have a type there', () => {
  const facts = factsOf(`
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      modules = [
        ({ lib, ... }: {
          options.services.nginx.virtualHosts = lib.mkOption {
            type = lib.types.attrsOf (lib.types.submodule {
              freeformType = lib.types.attrsOf lib.types.anything;
              config.forceSSL = lib.mkDefault true;
            });
          };
          config.services.nginx.virtualHosts."a.example".serverAliases = [ "www.a.example" ];
        })
        ({ config, ... }: {
          services.nginx.virtualHosts."a.example" = { forceSSL = false; serverAliases = [ "b.example" ]; };
          aliases = builtins.concatStringsSep " " config.services.nginx.virtualHosts."a.example".serverAliases;
        })
      ];
    };
  };
}
`);
  const rows = facts.table('option').rows.map(({ path, value }) => [path, value]);
  assert.match(JSON.stringify(rows[0]), 'merge by a type declared upstream');
  assert.equal(rows[1], ['services.nginx.virtualHosts."a.example".forceSSL', false]);
});

test.run();
