import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Location, LocationLink } from 'vscode-languageserver/node';
import { openAtCursor, spansOf, withSpans } from '../support/navigation.ts';

const test = suite('definitions across files');

const cases: Readonly<Record<string, string>> = {
  'a path to a file': `
    import $0./bar.nix
    -- bar.nix --
    ⟦⟧{ }
  `,
  'a path to a folder': `
    { imports = [ ./modul$0es ]; }
    -- modules/default.nix --
    ⟦⟧{ }
  `,
  'a path to the own folder': `
    -- flake.nix --
    { x = $0./.; }
    -- default.nix --
    ⟦⟧1
  `,
  'a path upwards': `
    -- a/b/c.nix --
    import ../../$0x.nix
    -- x.nix --
    ⟦⟧{ }
  `,
  'a path without a dot in front': `
    import lib/$0x.nix
    -- lib/x.nix --
    ⟦⟧{ }
  `,
  'a path to a file that is not Nix': `
    builtins.readFile ./motd$0.txt
    -- motd.txt --
    ⟦⟧welcome
  `,
  'a path to nothing': `
    import $0./missing.nix
  `,
  'a path that is worked out': `
    { name }: import ./hosts/\${name}$0.nix
    -- hosts/a.nix --
    { }
  `,
  'a path out of the workspace': `
    import ../$0x.nix
    -- x.nix --
    1
  `,
  'an attribute of an import': `
    (import ./x.nix).a.$0b
    -- x.nix --
    { a.⟦b⟧ = 1; a.c = 2; }
  `,
  'an attribute of an import with a name': `
    let x = import ./x.nix; in x.$0a
    -- x.nix --
    let y = 1; in { ⟦a⟧ = y; }
  `,
  'an attribute of an import by a path with a name': `
    let p = ./x.nix; x = import p; in x.$0a
    -- x.nix --
    { ⟦a⟧ = 1; }
  `,
  'an attribute of an imported function': `
    let lib = { }; x = import ./x.nix { inherit lib; }; in x.$0a
    -- x.nix --
    { lib }: { ⟦a⟧ = 1; }
  `,
  'an attribute that an imported file takes from another one': `
    let x = import ./x.nix; in x.y.$0a
    -- x.nix --
    { y = import ./y.nix; }
    -- y.nix --
    { ⟦a⟧ = 1; }
  `,
  'an attribute that an imported file inherits': `
    (import ./x.nix).$0a
    -- x.nix --
    let y = import ./y.nix; in { inherit (y) ⟦a⟧; }
    -- y.nix --
    { a = 1; }
  `,
  'what an imported file inherits': `
    (import ./x.nix).a
    -- x.nix --
    let y = import ./y.nix; in { inherit (y) $0a; }
    -- y.nix --
    { ⟦a⟧ = 1; }
  `,
  'a name that the set of a with has in another file': `
    with import ./x.nix; $0a
    -- x.nix --
    { ⟦a⟧ = 1; }
  `,
  'a function of another file': `
    let l = import ./lib; in l.hosts.$0make { }
    -- lib/default.nix --
    { hosts = import ./hosts.nix; }
    -- lib/hosts.nix --
    { ⟦make⟧ = { name, ... }: name; }
  `,
  'an argument of a function of another file': `
    let l = import ./lib; in l.make { $0name = "a"; }
    -- lib/default.nix --
    { make = { ⟦name⟧, ... }: name; }
  `,
  'a parameter of a function that other files call': `
    let l = import ./lib; in l.make { ⟦name⟧ = "a"; }
    -- other.nix --
    (import ./lib/default.nix).make { ⟦name⟧ = "b"; }
    -- lib/default.nix --
    { make = { $0name, ... }: name; }
  `,
  'a parameter of a file that is imported': `
    import ./x.nix { ⟦port⟧ = 1; }
    -- x.nix --
    { $0port, host ? "a" }: { inherit port host; }
  `,
  'an argument for a file that is imported': `
    import ./x.nix { $0port = 1; }
    -- x.nix --
    { ⟦port⟧, host ? "a" }: { inherit port host; }
  `,
  'a parameter of a package': `
    { pkgs }: { hello = pkgs.callPackage ./hello.nix { ⟦greeting⟧ = "a"; }; }
    -- hello.nix --
    { stdenv, $0greeting }: stdenv.mkDerivation { inherit greeting; }
  `,
  'an argument for a package': `
    { callPackage }: callPackage ./hello.nix { $0greeting = "a"; }
    -- hello.nix --
    { stdenv, ⟦greeting⟧ }: stdenv.mkDerivation { inherit greeting; }
  `,
  'an attribute of what a package file gives': `
    { pkgs }: let tools = pkgs.callPackage ./tools.nix { }; in tools.$0deploy
    -- tools.nix --
    { writeText }: { ⟦deploy⟧ = writeText "a" "b"; }
  `,
  'an attribute of an argument of a file': `
    import ./x.nix { settings = { ⟦port⟧ = 1; }; }
    -- x.nix --
    { settings }: settings.$0port
  `,
  'an input that a parameter of the outputs is': `
    -- flake.nix --
    {
      inputs.⟦nixpkgs⟧.url = "github:NixOS/nixpkgs";
      outputs = { self, $0nixpkgs }: nixpkgs;
    }
  `,
  'a parameter of the outputs': `
    -- flake.nix --
    {
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { self, ⟦nixpkgs⟧ }: $0nixpkgs;
    }
  `,
  'an input of all inputs': `
    -- flake.nix --
    {
      inputs = {
        ⟦home⟧ = { url = "github:a/b"; };
      };
      outputs = inputs: { x = inputs.$0home.lib; };
    }
  `,
  'an input that the pattern does not name': `
    -- flake.nix --
    {
      inputs.⟦home⟧.url = "github:a/b";
      outputs = inputs@{ self, ... }: { x = inputs.$0home.lib; };
    }
  `,
  'the key of an input': `
    -- flake.nix --
    {
      inputs.$0home.url = "github:a/b";
      outputs = inputs@{ self, ⟦home⟧, ... }: { };
    }
  `,
  'an input that another one follows': `
    -- flake.nix --
    {
      inputs = {
        ⟦nixpkgs⟧.url = "github:NixOS/nixpkgs";
        home = { url = "github:a/b"; inputs.nixpkgs.follows = "$0nixpkgs"; };
      };
      outputs = { ... }: { };
    }
  `,
  'an input that is followed through another one': `
    -- flake.nix --
    {
      inputs.⟦home⟧.url = "github:a/b";
      inputs.nixpkgs.follows = "home/nix$0pkgs";
      outputs = { ... }: { };
    }
  `,
  'nothing of an input that is fetched': `
    -- flake.nix --
    {
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { nixpkgs, ... }: nixpkgs.$0url;
    }
  `,
  'an attribute that only looks like an input': `
    -- flake.nix --
    {
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      inputs'.⟦$0nixpkgs⟧.no = 42;
      outputs = { ... }: { };
    }
  `,
  'the flake itself as an input': `
    -- flake.nix --
    {
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { ⟦$0self⟧, ... }: self;
    }
  `,
  'an output by the flake itself': `
    -- flake.nix --
    {
      outputs = { self, ... }: {
        lib.⟦double⟧ = x: x + x;
        four = self.lib.$0double 2;
      };
    }
  `,
  'an output by all inputs': `
    -- flake.nix --
    {
      outputs = inputs: {
        ⟦nixosModules⟧.a = ./a.nix;
        b = inputs.self.$0nixosModules.a;
      };
    }
  `,
  'a flake in a folder of the repository': `
    -- flake.nix --
    {
      inputs.tools.url = "path:./$0tools";
      outputs = { tools, ... }: { };
    }
    -- tools/flake.nix --
    ⟦⟧{ outputs = { self }: { }; }
  `,
  'an output of a flake in a folder of the repository': `
    -- flake.nix --
    {
      inputs.tools.url = "path:./tools";
      outputs = { tools, ... }: { x = tools.lib.$0f; };
    }
    -- tools/flake.nix --
    { outputs = { self }: { lib.⟦f⟧ = 1; }; }
  `,
  'an argument of all modules': `
    -- flake.nix --
    {
      outputs = { nixpkgs, ... }@inputs: {
        nixosConfigurations.a = nixpkgs.lib.nixosSystem {
          specialArgs = { inherit inputs; ⟦vars⟧ = { domain = "a.example"; }; };
          modules = [ ./a.nix ];
        };
      };
    }
    -- a.nix --
    { config, $0vars, ... }: { networking.domain = vars.domain; }
  `,
  'an attribute of an argument of all modules': `
    -- flake.nix --
    {
      outputs = { nixpkgs, ... }: {
        nixosConfigurations.a = nixpkgs.lib.nixosSystem {
          specialArgs.vars = import ./vars.nix;
          modules = [ ./a.nix ];
        };
      };
    }
    -- vars.nix --
    { ⟦domain⟧ = "a.example"; }
    -- a.nix --
    { vars, ... }: { networking.domain = vars.$0domain; }
  `,
  'an input in a module': `
    -- flake.nix --
    {
      inputs.⟦home⟧.url = "github:a/b";
      outputs = { nixpkgs, ... }@inputs: {
        nixosConfigurations.a = nixpkgs.lib.nixosSystem {
          specialArgs = { inherit inputs; };
          modules = [ ./a.nix ];
        };
      };
    }
    -- a.nix --
    { inputs, ... }: { imports = [ inputs.$0home.nixosModules.x ]; }
  `,
  'an output in a module': `
    -- flake.nix --
    {
      outputs = { self, nixpkgs, ... }: let inherit (self) outputs; in {
        nixosModules.⟦nginx⟧ = ./nginx.nix;
        nixosConfigurations.a = nixpkgs.lib.nixosSystem {
          specialArgs = { inherit outputs; };
          modules = [ ./a.nix ];
        };
      };
    }
    -- a.nix --
    { outputs, ... }: { imports = [ outputs.nixosModules.$0nginx ]; }
    -- nginx.nix --
    { }
  `,
};

for (const [name, source] of Object.entries(cases)) {
  test(name, async () => {
    const opened = await openAtCursor(source);
    const found = await opened.editor.request<Location[] | null>(
      'textDocument/definition',
      opened.at,
    );
    const { files, spans } = opened.source;
    assert.is(withSpans(files, spansOf(opened, found ?? [])), withSpans(files, spans));
    await opened.editor.close();
  });
}

test('the withs of a name come innermost first', async () => {
  const opened = await openAtCursor('⟦with⟧ 1; ⟦with⟧ 2; $0a');
  const found = await opened.editor.request<Location[]>('textDocument/definition', opened.at);
  const [outer, inner] = opened.source.spans;
  assert.equal(spansOf(opened, found), [inner, outer]);
  await opened.editor.close();
});

test('editors that know links get the whole binding as well', async () => {
  const opened = await openAtCursor('let x.a = 1; y = 2; in $0x', {
    capabilities: { textDocument: { definition: { linkSupport: true } } },
  });
  const links = await opened.editor.request<LocationLink[]>('textDocument/definition', opened.at);
  assert.equal(
    links.map(({ targetUri: _, ...ranges }) => ranges),
    [
      {
        originSelectionRange: range(23, 24),
        targetRange: range(4, 12),
        targetSelectionRange: range(4, 5),
      },
    ],
  );
  await opened.editor.close();
});

test('a declaration is a definition', async () => {
  const opened = await openAtCursor('let ⟦x⟧ = 1; in $0x');
  const found = await opened.editor.request<Location[]>('textDocument/declaration', opened.at);
  assert.equal(spansOf(opened, found), opened.source.spans);
  await opened.editor.close();
});

test('files that are broken, empty or not Nix, and places outside of them, give nothing', async () => {
  for (const source of ['{ a = x$0. ; b = ', '', '-- a.txt --\nx$0', 'let x = $0']) {
    const opened = await openAtCursor(source);
    const at = { ...opened.at, position: { line: 9, character: 9 } };
    for (const params of [opened.at, at])
      assert.is(await opened.editor.request('textDocument/definition', params), null);
    await opened.editor.close();
  }
});

function range(start: number, end: number) {
  return { start: { line: 0, character: start }, end: { line: 0, character: end } };
}

test.run();
