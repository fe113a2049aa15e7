import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import { edited, openAtCursor } from '../support/navigation.ts';
import { type RenameCase, renameTests } from '../support/renames.ts';

const test = suite('renames that ask');

const cases: Readonly<Record<string, RenameCase>> = {
  'an attribute and its uses in other files': [
    `
    let x = import ./x.nix; in x.a + (import ./x.nix).a
    -- x.nix --
    { $0a = 1; b = 2; }
    -- y.nix --
    { inherit (import ./x.nix) a b; }
    -- z.nix --
    { y }: y.a
    `,
    'c',
    `
    let x = import ./x.nix; in x.c + (import ./x.nix).c
    -- x.nix --
    { c = 1; b = 2; }
    -- y.nix --
    { inherit (import ./x.nix) b; a = (import ./x.nix).c; }
    -- z.nix --
    { y }: y.a
    `,
  ],
  'a parameter of a file and what is given for it': [
    `
    let port = 1; in [ (import ./x.nix { inherit port; }) (import ./x.nix { port = 2; }) ]
    -- x.nix --
    { $0port, host ? "a" }: { inherit port host; }
    `,
    'number',
    `
    let port = 1; in [ (import ./x.nix { number = port; }) (import ./x.nix { number = 2; }) ]
    -- x.nix --
    { number, host ? "a" }: { inherit host; port = number; }
    `,
  ],
  'a function of a library': [
    `
    -- lib/default.nix --
    { hosts = import ./hosts.nix; }
    -- lib/hosts.nix --
    { $0make = { name }: name; }
    -- flake.nix --
    { outputs = { self }: let l = import ./lib; in { a = l.hosts.make { name = "a"; }; }; }
    `,
    'build',
    `
    -- lib/default.nix --
    { hosts = import ./hosts.nix; }
    -- lib/hosts.nix --
    { build = { name }: name; }
    -- flake.nix --
    { outputs = { self }: let l = import ./lib; in { a = l.hosts.build { name = "a"; }; }; }
    `,
  ],
  'an input that modules are given by a framework': [
    `
    -- flake.nix --
    {
      inputs.$0home.url = "github:a/b";
      outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } { imports = [ ./a.nix ]; };
    }
    -- a.nix --
    { inputs, self, ... }: { x = inputs.home.lib; y = self.inputs.home; }
    `,
    'house',
    `
    -- flake.nix --
    {
      inputs.house.url = "github:a/b";
      outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } { imports = [ ./a.nix ]; };
    }
    -- a.nix --
    { inputs, self, ... }: { x = inputs.house.lib; y = self.inputs.house; }
    `,
  ],
  'an input': [
    `
    -- flake.nix --
    {
      inputs.$0home.url = "github:a/b";
      inputs.other = { url = "github:c/d"; inputs.home.follows = "home"; };
      inputs.deep.follows = "home/nixpkgs";
      outputs = inputs@{ self, home, ... }: { x = home.lib; y = inputs.home.lib; };
    }
    -- flake.lock --
    { "nodes": {
      "home": { "locked": { "narHash": "home" } },
      "other": { "inputs": { "home": ["home"], "x": "home" } },
      "root": { "inputs": { "deep": ["home", "nixpkgs"], "home": "home", "other": "other" } }
    }, "root": "root", "version": 7 }
    `,
    'home-manager',
    `
    -- flake.nix --
    {
      inputs.home-manager.url = "github:a/b";
      inputs.other = { url = "github:c/d"; inputs.home.follows = "home-manager"; };
      inputs.deep.follows = "home-manager/nixpkgs";
      outputs = inputs@{ self, home-manager, ... }: { x = home-manager.lib; y = inputs.home-manager.lib; };
    }
    -- flake.lock --
    { "nodes": {
      "home": { "locked": { "narHash": "home" } },
      "other": { "inputs": { "home": ["home-manager"], "x": "home" } },
      "root": { "inputs": { "deep": ["home-manager", "nixpkgs"], "home-manager": "home", "other": "other" } }
    }, "root": "root", "version": 7 }
    `,
  ],
  'an argument of all modules': [
    `
    -- flake.nix --
    {
      outputs = { nixpkgs, ... }: nixpkgs.lib.nixosSystem {
        specialArgs = { $0vars = { }; };
        modules = [ ./a.nix ];
      };
    }
    -- a.nix --
    { pkgs, vars, ... }: { networking.domain = vars.domain; }
    `,
    'settings',
    `
    -- flake.nix --
    {
      outputs = { nixpkgs, ... }: nixpkgs.lib.nixosSystem {
        specialArgs = { settings = { }; };
        modules = [ ./a.nix ];
      };
    }
    -- a.nix --
    { pkgs, settings, ... }: { networking.domain = settings.domain; }
    `,
  ],
  'what every module is given': [
    `
    -- a.nix --
    { $0pkgs, ... }: { environment.systemPackages = [ pkgs.a ]; }
    `,
    'packages',
    ['`pkgs` is given by this name, and not by the workspace'],
  ],
  'what every module is given, also where the workspace gives it': [
    `
    -- flake.nix --
    {
      outputs = { nixpkgs, ... }: nixpkgs.lib.nixosSystem {
        specialArgs = { lib = nixpkgs.lib; };
        modules = [ ./a.nix ];
      };
    }
    -- a.nix --
    { $0lib, ... }: { x = lib.y; }
    `,
    'library',
    ['`lib` is given by this name, and not by the workspace'],
  ],
  'the flake itself': [
    `
    -- flake.nix --
    { outputs = { $0self }: self; }
    `,
    'me',
    ['`self` is given by this name, and not by the workspace'],
  ],
  'the outputs of a flake': [
    `
    -- flake.nix --
    { $0outputs = { self }: self; }
    `,
    'results',
    ['Nix reads `outputs` of a flake by this name'],
  ],
  'the address of an input': [
    `
    -- flake.nix --
    { inputs.a.$0url = "github:a/b"; outputs = { self, a }: a; }
    `,
    'address',
    ['Nix reads `url` of a flake by this name'],
  ],
  'the imports of a module': [
    `
    { ... }: { $0imports = [ ]; }
    `,
    'modules',
    ['the module system reads `imports` by this name'],
  ],
};

renameTests('renames across files', cases).run();

test('editors that can ask get conflicts as changes to confirm', async () => {
  const opened = await openAtCursor('let $0a = 1; in b: a', {
    capabilities: {
      workspace: {
        workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
      },
    },
  });
  const edit = await opened.editor.request<WorkspaceEdit>('textDocument/rename', {
    ...opened.at,
    newName: 'b',
  });
  assert.equal(edit.changeAnnotations, {
    'another `b` is nearer here': {
      label: 'another `b` is nearer here',
      needsConfirmation: true,
    },
  });
  assert.is(edited(opened, edit).get('default.nix'), 'let b = 1; in b: b\n');
  await opened.editor.close();
});

test.run();
