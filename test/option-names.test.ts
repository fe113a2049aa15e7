import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { anyName, optionName, parseOptionName } from '#analyzer/options/name.ts';
import { snapshotOf } from './support/fleet.ts';

const test = suite('names of options');

test('paths are read as Nix writes them', () => {
  assert.equal(parseOptionName('services.nginx.enable'), ['services', 'nginx', 'enable']);
  assert.equal(parseOptionName('users.users."a.b".group'), ['users', 'users', 'a.b', 'group']);
  assert.equal(parseOptionName(String.raw`"say \"hi\" for \${x}"`), ['say "hi" for ${x}']);
  assert.equal(parseOptionName('systemd.services.tunnel@wg0'), [
    'systemd',
    'services',
    'tunnel@wg0',
  ]);
});

test('a bare star and a name in angle brackets are any name, a quoted star is a star', () => {
  assert.equal(parseOptionName('users.users.*.group'), ['users', 'users', anyName, 'group']);
  assert.equal(parseOptionName('users.users.<name>.group'), ['users', 'users', anyName, 'group']);
  assert.equal(parseOptionName('"*".a'), ['*', 'a']);
});

test('a text that is no path says where it stops being one', () => {
  const wrong = (text: string): string => {
    const result = parseOptionName(text);
    return 'wrong' in result ? result.wrong : 'a path';
  };
  assert.match(wrong('a..b'), /a name is missing at `\.b`/);
  assert.match(wrong('a.'), /a name is missing at its end/);
  assert.match(wrong(''), /a name is missing at its end/);
  assert.match(wrong('a b'), /a name is missing at `a b`/);
  assert.match(wrong('"a${b}"'), /a name is missing/);
});

test('what is printed reads back as the same path', () => {
  const paths = [
    ['a', "b'c"],
    ['a.b', '"', '\\'],
    ['${x}', '$', '$${'],
    ['if', '1', 'new\nline'],
  ];
  for (const path of paths) assert.equal(parseOptionName(optionName(path)), path);
});

test('the table of options ends at packages and flakes, and leaves out what modules are called with', () => {
  const flake = `{
    inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    outputs = { self, nixpkgs }: {
      nixosConfigurations.web = nixpkgs.lib.nixosSystem {
        modules = [ ({ pkgs, ... }: { services.open = pkgs.settings // { port = 81; }; }) {
          _module.args.all = self;
          home-manager.extraSpecialArgs.all = self;
          nix.registry.self.flake = self;
          nixpkgs.pkgs = import nixpkgs { system = "x86_64-linux"; };
          services.web = { port = 80; users.root.password = "hunter2"; passwordFile = "/run/p"; };
        } ];
      };
    };
  }`;
  const { rows } = snapshotOf(new Map([['flake.nix' as FilePath, flake]]))
    .facts()
    .table('option');
  assert.equal(
    rows.map(({ path, value }) => [path, value]),
    [
      ['services.open.port', 81],
      ['services.web.passwordFile', '/run/p'],
      ['services.web.port', 80],
      [
        'services.web.users.root.password',
        { undecided: 'is not shown, because it may be a secret' },
      ],
    ],
  );
});

test.run();
