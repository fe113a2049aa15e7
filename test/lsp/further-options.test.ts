import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Hover, Location, WorkspaceEdit } from 'vscode-languageserver/node';
import { edited, openAtCursor, spansOf, withSpans } from '../support/navigation.ts';

const test = suite('options that no path of the text leads to');

const flake = `
-- flake.nix --
{
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ./shop.nix ]; };
  };
}
`;

const oak = `${flake}-- oak.nix --\n`;

/** `$0` asks for references, and `⟦…⟧` are the answers. */
const cases: Readonly<Record<string, string>> = {
  'a set that is handed to a file in a set': `${oak}{ shop.⟦po$0rt⟧ = 1; }
-- shop.nix --
{ config, lib, ... }:
let cfg = config.shop; in
{
  options.shop.⟦port⟧ = lib.mkOption { type = lib.types.port; };
  config.environment.etc.a.text = import ./text.nix { inherit cfg lib; };
}
-- text.nix --
{ cfg, lib, port ? 2 }: toString cfg.⟦port⟧ + lib.port + port
`,
  'a set that is handed to a function as it is': `${oak}{ shop.⟦port⟧ = 1; }
-- shop.nix --
{ config, lib, ... }:
let text = name: own: { inherit (own) ⟦po$0rt⟧; }; in
{
  options.shop.⟦port⟧ = lib.mkOption { type = lib.types.port; };
  config.environment.etc.a.text = text "a" config.shop;
}
`,
  'a set around the set that has the option': `${oak}{ shop.front.⟦port⟧ = 1; }
-- shop.nix --
{ config, lib, ... }:
let text = all: let own = all.shop; in own.front.⟦po$0rt⟧ or 2; in
{
  options.shop.front.⟦port⟧ = lib.mkOption { type = lib.types.port; };
  config.environment.etc.a.text = text config;
}
`,
  'an option that a machine has its name from': `${oak}{ config, ... }:
{ my.⟦name⟧ = "oak"; networking.hostName = config.my.⟦na$0me⟧; }
-- shop.nix --
{ lib, ... }: { options.my.⟦name⟧ = lib.mkOption { type = lib.types.str; }; }
`,
  'an option that a let inherits': `${oak}{ config, ... }:
let inherit (config.my) ⟦na$0me⟧; in
{ my.⟦name⟧ = "oak"; environment.etc.a.text = ⟦name⟧; }
-- shop.nix --
{ lib, ... }: { options.my.⟦name⟧ = lib.mkOption { type = lib.types.str; }; }
`,
  'an option of another name that inherits it': `${oak}{ config, ... }:
{ shops.a.⟦kind⟧ = "x"; shops.b = { inherit (config.shops.a) ⟦ki$0nd⟧; }; }
-- shop.nix --
{ config, lib, ... }:
{
  options.shops = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule { options.⟦kind⟧ = lib.mkOption { type = lib.types.str; }; });
  };
}
`,
  'an option that a submodule defines for itself': `${oak}{ shops.a.⟦kind⟧ = "x"; }
-- shop.nix --
{ config, lib, ... }:
{
  options.shops = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule ({ name, ... }: {
      options.⟦kind⟧ = lib.mkOption { type = lib.types.str; };
      config.⟦ki$0nd⟧ = lib.mkDefault name;
    }));
  };
}
`,
  'a set of options that a file has its name from': `${oak}{ ⟦prog$0rams⟧.shop.port = 1; }
-- shop.nix --
{ lib, ... }: { options.⟦programs⟧.shop.port = lib.mkOption { type = lib.types.port; }; }
-- modules.nix --
{ programs = import ./shop.nix; security = import ./shop.nix; }
`,
  'a function that is given two sets': `${oak}{ shop.⟦port⟧ = 1; store.⟦port⟧ = 2; }
-- shop.nix --
{ config, lib, ... }:
let text = own: own.⟦po$0rt⟧; in
{
  options.shop.⟦port⟧ = lib.mkOption { type = lib.types.port; };
  config.environment.etc.a.text = text config.shop + text config.store;
}
`,
  'a function that is given something else': `${oak}{ shop.⟦po$0rt⟧ = 1; }
-- shop.nix --
{ config, lib, ... }:
let text = own: own.port; in
{
  options.shop.⟦port⟧ = lib.mkOption { type = lib.types.port; };
  config.environment.etc.a.text = text config.store;
}
`,
  'an option of a submodule where it is defined': `${oak}{ shops.a.⟦ty$0pe⟧ = "x"; shops.b.type = "y"; }
-- shop.nix --
{ config, lib, ... }:
{
  options.shops = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule {
      options.⟦type⟧ = lib.mkOption { type = lib.types.str; };
    });
  };
  config.environment.etc.a.text = config.shops.a.⟦type⟧;
}
`,
  'an option of a submodule where it is declared': `${oak}{ shops.a.⟦kind⟧ = "x"; shops.b = { ⟦kind⟧ = "y"; }; }
-- shop.nix --
{ config, lib, ... }:
{
  options.shops = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule ({ name, ... }: {
      options = { ⟦ki$0nd⟧ = lib.mkOption { type = lib.types.str; }; };
    }));
  };
  config.environment.etc.a.text = config.shops.a.⟦kind⟧;
}
`,
  'an option in what a function makes a module of': `${oak}{ ... }:
let module = extra: { imports = [ extra ]; }; in
module { shop.⟦po$0rt⟧ = 1; }
-- shop.nix --
{ config, lib, ... }:
{
  options.shop.⟦port⟧ = lib.mkOption { type = lib.types.port; };
}
`,
  'an option that a function declares': `${oak}{ shop.⟦port⟧ = 1; }
-- shop.nix --
{ config, lib, ... }:
let option = type: lib.mkOption { inherit type; }; in
{
  options.shop.⟦po$0rt⟧ = option lib.types.port;
}
`,
};

for (const [name, text] of Object.entries(cases)) {
  test(name, async () => {
    const opened = await openAtCursor(text);
    const { editor, at, source } = opened;
    const found = await editor.request<readonly Location[] | null>('textDocument/references', {
      ...at,
      context: { includeDeclaration: true },
    });
    const shown = withSpans(source.files, spansOf(opened, found ?? []));
    assert.is(shown, withSpans(source.files, source.spans));
    await editor.close();
  });
}

test('leads to the option from where a function reads it', async () => {
  const opened = await openAtCursor(cases['a set that is handed to a function as it is'] ?? '');
  const { editor, at } = opened;
  const found = await editor.request<readonly Location[] | null>('textDocument/definition', at);
  const files = spansOf(opened, found ?? []).map(({ file }) => file);
  assert.equal(files.sort(), ['oak.nix', 'shop.nix']);
  const hover = await editor.request<Hover | null>('textDocument/hover', at);
  assert.match(JSON.stringify(hover?.contents), 'shop.port');
  await editor.close();
});

test('options of one declaration are renamed together', async () => {
  for (const name of ['where it is defined', 'where it is declared']) {
    const opened = await openAtCursor(cases[`an option of a submodule ${name}`] ?? '');
    const { editor, at } = opened;
    const edit = await editor.request<WorkspaceEdit | null>('textDocument/rename', {
      ...at,
      newName: 'sort',
    });
    const texts = edited(opened, edit ?? {});
    assert.is(texts.get('oak.nix')?.match(/sort/g)?.length, 2);
    assert.is(texts.get('shop.nix')?.match(/sort/g)?.length, 2);
    assert.match(texts.get('shop.nix') ?? '', /sort = lib.mkOption \{ type/);
    await editor.close();
  }
});

test('what a function defines many options with is no option to rename', async () => {
  const opened = await openAtCursor(`${oak}{ lib, ... }:
let on = { ena$0ble = true; }; in
{ shops = { a = on; b = on; }; }
-- shop.nix --
{ lib, ... }:
{
  options.shops = {
    a.enable = lib.mkEnableOption "a";
    b.enable = lib.mkEnableOption "b";
  };
}
`);
  const { editor, at } = opened;
  const edit = await editor.request<WorkspaceEdit | null>('textDocument/rename', {
    ...at,
    newName: 'active',
  });
  assert.not.match(edited(opened, edit ?? {}).get('shop.nix') ?? '', 'active');
  await editor.close();
});

test.run();
