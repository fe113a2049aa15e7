import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Location } from 'vscode-languageserver/node';
import { openAtCursor, spansOf, withSpans } from '../support/navigation.ts';

const test = suite('references');

/** `$0` asks, and `⟦…⟧` are the references without the declaration. */
const cases: Readonly<Record<string, string>> = {
  'a let': 'let $0a = 1; b = 1; in ⟦a⟧',
  'a let that nothing mentions': 'let a = 1; $0b = 2; in a',
  'a let beside an attribute of the same name': 'let $0a.b = ⟦a⟧.c; in 1',
  'a let that is mentioned several times': 'let x = 1; y = $0⟦x⟧; z = ⟦x⟧; in z',
  'a name of a recursive set that is inherited': 'rec { inherit (b) $0a; b = ⟦a⟧; }',
  'a name of a recursive set that others are inherited from': 'rec { inherit (⟦b⟧) a; $0b = a; }',
  'a name of a recursive set': 'rec { $0a.b = ⟦a⟧.c; }',
  'an attribute of a set that is recursive': 'rec { $0x = 1; y = ⟦x⟧; }',
  'a name in quotes': 'let $0" " = 1; in { inherit ⟦" "⟧; }',
  'within the quotes of a name': 'let "$0 " = 1; in { inherit ⟦" "⟧; }',
  'a name in braces': 'let " " = 1; in rec { inherit ⟦$0" "⟧; x = { inherit ⟦${" "}⟧; }; }',
  'the name of a whole argument': '$0a@{ b ? c, c ? ⟦a⟧ }: b',
  'a name of a pattern': 'a@{ $0b ? c, c ? a }: ⟦b⟧',
  'a name of a pattern in a default': 'a@{ b ? ⟦c⟧, $0c ? a }: b',
  'the whole argument, where it is mentioned': '$0arg @ { foo, bar }: ⟦arg⟧ + foo + bar + ⟦arg⟧',
  'a name of a pattern, where it is mentioned': 'arg @ { $0foo, bar }: arg + ⟦foo⟧ + bar + arg',
  'a mention of a whole argument': 'arg @ { foo, bar }: $0⟦arg⟧ + foo + bar + ⟦arg⟧',
  'a let among others': 'let $0x = 1; y = 2; in ⟦x⟧ + y',
  'a with': 'a: $0with { }; a',
  'the names that a with may give': 'a: $0with { }; [ a ⟦b⟧ ⟦c⟧ ]',
  'the names that an outer with may give': 'a: $0with { }; ⟦x⟧ + (with { }; { inherit a ⟦b⟧; })',
  'the names that an inner with may give': 'a: with { }; x + ($0with { }; { inherit a ⟦b⟧; })',
  'a with of builtins': '$0with builtins; ⟦foo⟧ + ⟦bar⟧',
  'a name that only a with may give': 'with { }; $0a + b',
  'an unfinished comment': '$0/*',
  'an attribute of a set': 'let x = { $0a = 1; b = 2; }; in x.⟦a⟧ + x.b',
  'an attribute, asked where it is used': 'let x = { a = 1; }; in x.$0⟦a⟧ + x.⟦a⟧',
  'an attribute of an attribute': 'let x.a.$0b = 1; x.a.c = 2; in x.a.⟦b⟧ + x.a.c',
  'an attribute in the middle': 'let x.$0a.b = 1; x.a.c = 2; in x.⟦a⟧.b + x.⟦a⟧.c',
  'an attribute that is asked for': 'let x.$0a = 1; in x ? ⟦a⟧',
  'an attribute that is inherited': 'let x.$0a = 1; in { inherit (x) ⟦a⟧; }',
  'an attribute that a with gives': 'let x.$0a = 1; in with x; ⟦a⟧ + b',
  'an attribute in quotes': 'let x."$0a b" = 1; in x.⟦"a b"⟧',
  'an attribute of one of two sets': 'let x.$0a = 1; y.a = 2; in x.⟦a⟧ + y.a',
  'an attribute through a function': 'let f = s: s.⟦a⟧; in f { $0a = 1; }',
  'a parameter and what is given for it': 'let f = { $0a }: ⟦a⟧; in f { ⟦a⟧ = 1; }',
  'what is given for a parameter': 'let f = { ⟦a⟧ }: ⟦a⟧; in f { $0a = 1; }',
  'a let that is inherited': 'let $0x = 1; in { inherit ⟦x⟧; }',
  'where a let is inherited': 'let x = 1; in { inherit ⟦$0x⟧; }',
  'an attribute across files': `
    let x = import ./x.nix; in x.$0⟦a⟧
    -- x.nix --
    { a = 1; b = 2; }
    -- y.nix --
    { inherit (import ./x.nix) ⟦a⟧ b; }
    -- z.nix --
    { y }: y.a + a
  `,
  'an attribute that other files use': `
    -- lib/default.nix --
    { $0double = x: x + x; }
    -- a.nix --
    let l = import ./lib; in l.⟦double⟧ 2
    -- b/c.nix --
    with import ../lib/default.nix; ⟦double⟧ 3
  `,
  'a parameter that other files give': `
    -- x.nix --
    { $0port ? 1 }: ⟦port⟧
    -- a.nix --
    import ./x.nix { ⟦port⟧ = 2; }
    -- b.nix --
    let port = 3; in import ./x.nix { inherit ⟦port⟧; }
    -- c.nix --
    import ./a.nix { port = 4; }
  `,
  'a parameter of a package': `
    -- x.nix --
    { lib, ⟦greeting⟧ }: ⟦greeting⟧
    -- a.nix --
    { pkgs }: pkgs.callPackage ./x.nix { $0greeting = 2; }
  `,
  'an input': `
    -- flake.nix --
    {
      inputs.$0nixpkgs.url = "github:NixOS/nixpkgs";
      inputs.home.inputs.nixpkgs.follows = "⟦nixpkgs⟧";
      outputs = { self, ⟦nixpkgs⟧, ... }@inputs: ⟦nixpkgs⟧.lib // inputs.⟦nixpkgs⟧.x;
    }
  `,
  'an output of a flake': `
    -- flake.nix --
    { outputs = { self }: { lib.$0f = 1; x = self.lib.⟦f⟧; y = self.outputs.lib.⟦f⟧; }; }
  `,
  'an argument of modules': `
    -- flake.nix --
    {
      outputs = { nixpkgs, ... }: nixpkgs.lib.nixosSystem {
        specialArgs = { $0vars = { }; };
        modules = [ ./a.nix ./b.nix ];
      };
    }
    -- a.nix --
    { ⟦vars⟧, ... }: { networking.domain = ⟦vars⟧.domain; }
    -- b.nix --
    { pkgs, ... }: { environment.systemPackages = [ pkgs.vars ]; }
  `,
  'the paths to a file': `
    { imports = [ $0⟦./a.nix⟧ ]; }
    -- a.nix --
    { }
    -- b/c.nix --
    import ⟦../a.nix⟧
    -- b/a.nix --
    { }
  `,
  'an input that a framework takes by itself': `
-- flake.nix --
{
  inputs.nixp$0kgs.url = "github:NixOS/nixpkgs";
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } { systems = [ ]; };
}
`,
};

for (const [name, source] of Object.entries(cases)) {
  test(name, async () => {
    const opened = await openAtCursor(source);
    const found = await opened.editor.request<Location[]>('textDocument/references', {
      ...opened.at,
      context: { includeDeclaration: false },
    });
    const { files, spans } = opened.source;
    assert.is(withSpans(files, spansOf(opened, found)), withSpans(files, spans));
    await opened.editor.close();
  });
}

test('editors that ask for the declaration get every piece of it', async () => {
  const opened = await openAtCursor('let ⟦a⟧.b = 1; ⟦a⟧.c = 2; in $0⟦a⟧');
  const found = await opened.editor.request<Location[]>('textDocument/references', {
    ...opened.at,
    context: { includeDeclaration: true },
  });
  assert.equal(spansOf(opened, found), opened.source.spans);
  await opened.editor.close();
});

test('references follow what was typed and not saved', async () => {
  const opened = await openAtCursor(`
    let x = import ./x.nix; in x.$0a
    -- x.nix --
    { b = 1; }
  `);
  const { editor, at } = opened;
  editor.open('x.nix', '{ a = 1; c = 2; }\n', 3);
  const found = await editor.request<Location[]>('textDocument/definition', at);
  assert.equal(
    found.map(({ uri }) => uri),
    [editor.uri('x.nix')],
  );
  await editor.close();
});

test.run();
