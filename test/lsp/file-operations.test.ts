import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import { marked } from '../support/marked.ts';
import { edited, openAtCursor, withSpans } from '../support/navigation.ts';

const test = suite('files that move');

interface Case {
  readonly before: string;
  readonly moves: Readonly<Record<string, string>>;
  /** The texts where they were; a file that stays as it is may be left out. */
  readonly after: string;
}

const cases: Readonly<Record<string, Case>> = {
  'a file that others import': {
    before: `
      { imports = [ ./a.nix ./b.nix ]; }
      -- a.nix --
      { }
      -- b.nix --
      { x = import ./a.nix; }
      -- c/d.nix --
      import ../a.nix
    `,
    moves: { 'a.nix': 'modules/z.nix' },
    after: `
      { imports = [ ./modules/z.nix ./b.nix ]; }
      -- b.nix --
      { x = import ./modules/z.nix; }
      -- c/d.nix --
      import ../modules/z.nix
    `,
  },
  'a file with paths of its own': {
    before: `
      -- hosts/a.nix --
      { imports = [ ./b.nix ../modules/c.nix ]; d = ./.; e = ../x.txt; }
      -- hosts/b.nix --
      { }
    `,
    moves: { 'hosts/a.nix': 'a.nix' },
    after: `
      -- hosts/a.nix --
      { imports = [ ./hosts/b.nix ./modules/c.nix ]; d = ./hosts; e = ./x.txt; }
    `,
  },
  'a file and another one that it names': {
    before: `
      -- a.nix --
      import ./b.nix
      -- b.nix --
      import ./a.nix
    `,
    moves: { 'a.nix': 'x/a.nix', 'b.nix': 'y/b.nix' },
    after: `
      -- a.nix --
      import ../y/b.nix
      -- b.nix --
      import ../x/a.nix
    `,
  },
  'a folder': {
    before: `
      -- flake.nix --
      { outputs = { self }: { a = import ./hosts/a.nix; b = import ./hosts; }; }
      -- hosts/default.nix --
      { a = ./a.nix; c = ../c.nix; }
      -- hosts/a.nix --
      { }
      -- c.nix --
      { h = ./hosts/a.nix; }
    `,
    moves: { hosts: 'machines/all' },
    after: `
      -- flake.nix --
      { outputs = { self }: { a = import ./machines/all/a.nix; b = import ./machines/all; }; }
      -- hosts/default.nix --
      { a = ./a.nix; c = ../../c.nix; }
      -- c.nix --
      { h = ./machines/all/a.nix; }
    `,
  },
  'the file that a folder stands for': {
    before: `
      { imports = [ ./a ]; data = ./a; }
      -- a/default.nix --
      { }
    `,
    moves: { 'a/default.nix': 'a/main.nix' },
    after: `
      { imports = [ ./a/main.nix ]; data = ./a; }
    `,
  },
  'a file that becomes the one that a folder stands for': {
    before: `
      { imports = [ ./a.nix ]; }
      -- a.nix --
      { b = ./b.nix; }
    `,
    moves: { 'a.nix': 'a/default.nix' },
    after: `
      { imports = [ ./a/default.nix ]; }
      -- a.nix --
      { b = ../b.nix; }
    `,
  },
  'a file to a name that a path cannot have': {
    before: `
      { imports = [ ./a.nix ]; }
      -- a.nix --
      { }
    `,
    moves: { 'a.nix': 'my files/a.nix' },
    after: `
      { imports = [ (./. + "/my files/a.nix") ]; }
    `,
  },
  'a folder that a worked out path begins with': {
    before: `
      { name }: import ./hosts/\${name}/x.nix
      -- hosts/a/x.nix --
      { }
    `,
    moves: { hosts: 'machines' },
    after: `
      { name }: import ./machines/\${name}/x.nix
    `,
  },
  'a file with a worked out path': {
    before: `
      -- a.nix --
      { name }: import ./hosts/\${name}.nix
    `,
    moves: { 'a.nix': 'lib/a.nix' },
    after: `
      -- a.nix --
      { name }: import ../hosts/\${name}.nix
    `,
  },
  'a file that is named from the flake on': {
    before: `
      -- flake.nix --
      { outputs = { self }: { a = import "\${self}/modules/a.nix"; b = self + "/modules/a.nix"; }; }
      -- hosts/x.nix --
      { inputs, ... }: { imports = [ "\${inputs.self}/modules/a.nix" (./.. + "/modules/a.nix") ]; }
      -- modules/a.nix --
      { }
    `,
    moves: { 'modules/a.nix': 'nixos/a.nix' },
    after: `
      -- flake.nix --
      { outputs = { self }: { a = import "\${self}/nixos/a.nix"; b = self + "/nixos/a.nix"; }; }
      -- hosts/x.nix --
      { inputs, ... }: { imports = [ "\${inputs.self}/nixos/a.nix" (./.. + "/nixos/a.nix") ]; }
    `,
  },
  'a file that names others from the flake on': {
    before: `
      -- flake.nix --
      { outputs = { self }: { }; }
      -- a.nix --
      { self, ... }: { imports = [ "\${self}/modules/a.nix" ]; }
    `,
    moves: { 'a.nix': 'x/y/a.nix' },
    after: `
      -- flake.nix --
      { outputs = { self }: { }; }
    `,
  },
  'a folder with a flake that is an input': {
    before: `
      -- flake.nix --
      { inputs.tools.url = "path:./tools?x=1"; inputs.more.url = "./tools/more"; outputs = { ... }: { }; }
      -- tools/flake.nix --
      { outputs = { ... }: { }; }
    `,
    moves: { tools: 'parts/tools' },
    after: `
      -- flake.nix --
      { inputs.tools.url = "path:./parts/tools?x=1"; inputs.more.url = "./parts/tools/more"; outputs = { ... }: { }; }
    `,
  },
  'a file that is not Nix': {
    before: `
      { text = builtins.readFile ./motd.txt; }
      -- motd.txt --
      welcome
    `,
    moves: { 'motd.txt': 'texts/motd.txt' },
    after: `
      { text = builtins.readFile ./texts/motd.txt; }
    `,
  },
  'paths out of the workspace': {
    before: `
      -- a.nix --
      import ../../x.nix
    `,
    moves: { 'a.nix': 'b/a.nix' },
    after: `
      -- a.nix --
      import ../../../x.nix
    `,
  },
  'a file that nothing names': {
    before: `
      { x = ./ab.nix; }
      -- b.nix --
      { }
    `,
    moves: { 'b.nix': 'c.nix' },
    after: '',
  },
};

for (const [name, { before, moves, after }] of Object.entries(cases)) {
  test(name, async () => {
    const opened = await openAtCursor(before);
    const { editor, source } = opened;
    const files = Object.entries(moves).map(([from, to]) => {
      return { oldUri: editor.uri(from), newUri: editor.uri(to) };
    });
    const edit = await editor.request<WorkspaceEdit | null>('workspace/willRenameFiles', { files });
    const expected = new Map([...source.files, ...marked(after).files]);
    if (after === '') expected.set('default.nix', source.files.get('default.nix') ?? '');
    assert.is(withSpans(edited(opened, edit ?? {}), []), withSpans(expected, []));
    assert.equal(editor.log, []);
    await editor.close();
  });
}

test('files that have moved are looked at where they are', async () => {
  const opened = await openAtCursor('import $0./a.nix');
  const { editor, at } = opened;
  assert.is(await editor.request('textDocument/definition', at), null);
  editor.disk.get('file:///fleet')?.set('a.nix', '{ }\n');
  await editor.connection.sendNotification('workspace/didRenameFiles', {
    files: [{ oldUri: editor.uri('b.nix'), newUri: editor.uri('a.nix') }],
  });
  await editor.settled();
  assert.ok(await editor.request('textDocument/definition', at));
  await editor.close();
});

test.run();
