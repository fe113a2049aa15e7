import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DocumentLink } from 'vscode-languageserver';
import { spanOf } from '#lsp/convert/positions.ts';
import { LineIndex } from '#parser/lines.ts';
import { openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('links');

/** Texts whose links stand between `⟦` and `⟧` in the first file, and what they lead to. */
const cases: Readonly<Record<string, readonly [source: string, ...goals: string[]]>> = {
  'paths to files and folders': [
    `
    -- hosts/web.nix --
    { imports = [ ⟦./disk.nix⟧ ⟦../modules⟧ ⟦./../keys/a.yaml⟧ ./missing.nix ./. ../../outside.nix ]; }
    -- hosts/disk.nix --
    { }
    -- modules/default.nix --
    { }
    -- keys/a.yaml --
    a: 1
    `,
    'file:///fleet/hosts/disk.nix',
    'file:///fleet/modules/default.nix',
    'file:///fleet/keys/a.yaml',
  ],
  'paths that are put together': [
    `
    -- a.nix --
    x: [ ./\${x}/b.nix (./b.nix + "/c") <nixpkgs> ]
    `,
  ],
  'inputs of a flake': [
    `
    -- flake.nix --
    {
      inputs.a.url = "⟦github:ada/tools⟧";
      inputs.b.url = "⟦github:ada/tools/main?dir=x⟧";
      inputs.c.url = "⟦gitlab:ada/tools/main⟧";
      inputs.d.url = "⟦sourcehut:~ada/tools⟧";
      inputs.e.url = "⟦git+https://git.example.org/ada/tools.git?ref=main⟧";
      inputs.f.url = "⟦git+ssh://git@github.com/ada/secrets⟧";
      inputs.g.url = "⟦https://example.org/a.tar.gz⟧";
      inputs.h.url = "⟦path:./sub⟧";
      inputs.i = { url = "⟦./sub⟧"; };
      inputs.j.url = "nixpkgs/nixos-24.11";
      inputs.k.url = "git+file:///srv/a";
      outputs = _: { };
    }
    -- sub/flake.nix --
    { outputs = _: { }; }
    `,
    'https://github.com/ada/tools',
    'https://github.com/ada/tools/tree/main',
    'https://gitlab.com/ada/tools/-/tree/main',
    'https://git.sr.ht/~ada/tools',
    'https://git.example.org/ada/tools',
    'https://github.com/ada/secrets',
    'https://example.org/a.tar.gz',
    'file:///fleet/sub/flake.nix',
    'file:///fleet/sub/flake.nix',
  ],
  'addresses in texts and comments': [
    `
    -- a.nix --
    # See ⟦https://example.org/a_(b)⟧, and (⟦http://example.org⟧).
    x: [ "to ⟦https://example.org/?q=1#c⟧ and on" ''
      ⟦https://example.org/d⟧
    '' "https://example.org/\${x}" ⟦https://example.org/e⟧ "https://" ]
    `,
    'https://example.org/a_(b)',
    'http://example.org',
    'https://example.org/?q=1#c',
    'https://example.org/d',
    'https://example.org/e',
  ],
  'rules that comments name': [
    `
    -- a.nix --
    # flakewise-ignore ⟦unused/let-binding⟧, ⟦names/undefined⟧: it is meant
    let a = 1; in 2
    `,
    'https://rules.example/unused/let-binding',
    'https://rules.example/names/undefined',
  ],
  'rules of a configuration': [
    `
    -- flakewise.toml --
    exclude = ["hosts/old"]
    [rules]
    "⟦unused/let-binding⟧" = "off"
    [[ignore]]
    rule = "⟦names/undefined⟧"
    files = ["a/b"]
    reason = "it is meant"
    `,
    'https://rules.example/unused/let-binding',
    'https://rules.example/names/undefined',
  ],
  'files that documents name': [
    `
    -- README.md --
    See \`⟦hosts/web.nix⟧\` and \`⟦modules⟧\`, but not \`missing/a.nix\` or \`*.nix\`.
    -- hosts/web.nix --
    { }
    -- modules/default.nix --
    { }
    `,
    'file:///fleet/hosts/web.nix',
    'file:///fleet/modules/default.nix',
  ],
  'rules in files without a tree': [
    `
    -- a.yaml --
    a: 1 # flakewise-ignore ⟦secrets/unused-key⟧: it is meant
    `,
    'https://rules.example/secrets/unused-key',
  ],
  'modules of OpenTofu': [
    `
    -- cloud/a.tf --
    # ⟦https://example.org⟧
    module "a" { source = "⟦../modules/net⟧" }
    module "b" { source = "./missing" }
    -- modules/net/main.tf --
    variable "a" {}
    `,
    'https://example.org',
    'file:///fleet/modules/net/main.tf',
  ],
  'unfinished code': [
    `
    -- a.nix --
    { a = ⟦./b.nix⟧; b = }
    -- b.nix --
    1
    `,
    'file:///fleet/b.nix',
  ],
};

for (const [name, [source, ...goals]] of Object.entries(cases)) {
  test(name, async () => {
    const { files, spans } = marked(source);
    const [file = ''] = files.keys();
    const editor = await openEditor(files);
    const params = { textDocument: { uri: editor.uri(file) } };
    const links = await editor.request<DocumentLink[]>('textDocument/documentLink', params);
    const text = editor.text(file);
    const lined = { text, lines: new LineIndex(text) };
    const found = links
      .map(({ range, target }) => ({ ...spanOf(lined, range, 'utf-16'), target }))
      .toSorted((a, b) => a.start - b.start)
      .map(({ start, end, target }) => `${text.slice(start, end)} → ${target}`);
    const expected = spans.map(
      ({ start, end }, index) => `${text.slice(start, end)} → ${goals[index]}`,
    );
    assert.equal(found, expected);
    await editor.close();
  });
}

test.run();
