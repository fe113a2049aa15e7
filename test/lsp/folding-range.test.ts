import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FoldingRange } from 'vscode-languageserver';
import { openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('folds');

/** Texts, and their folds as `first-last`, with lines counted from one. */
const cases: Readonly<Record<string, readonly [source: string, ...folds: string[]]>> = {
  'sets and lists end before the line of their bracket': [
    `
    {
      a = [
        1
      ];
      b = { c = 1; };
      d =
        [ 1
          2 ];
    }
    `,
    '1-8',
    '2-3',
    '7-8',
  ],
  'the names of a let, and what is imported': [
    `
    {
      lib,
      ...
    }:
    let
      a = 1;
      b = 2;
    in
    {
      imports = [
        ./a.nix
        ./b.nix
      ];
    }
    `,
    '1-3',
    '5-7',
    '9-13',
    '10-12 imports',
  ],
  'inputs of a flake, in a set or in a row': [
    `
    -- flake.nix --
    {
      inputs = {
        a.url = "github:a/a";
      };
      inputs.b.url = "github:b/b";
      # why
      inputs.c.url = "github:c/c";

      outputs = _: { };
    }
    `,
    '1-9',
    '2-3 imports',
    '5-7 imports',
  ],
  'comments and regions': [
    `
    # one
    # two
    {
      # region users
      a = 1; # beside
      # below
      b = 2;
      #endregion
      /*
        long
      */
      c = 3;
      # region never closed
    }
    `,
    '1-2 comment',
    '3-13',
    '4-8 region',
    '9-11 comment',
  ],
  'texts, and what is inherited': [
    `
    {
      inherit (lib)
        a
        b
        ;
      c = ''
        text
      '';
    }
    `,
    '1-8',
    '2-4',
    '6-7',
  ],
  OpenTofu: [
    `
    -- a.tf --
    resource "a" "b" {
      c = [
        1,
      ]
      d = {
        e = 1
      }
      f = <<EOT
    text
    EOT
      lifecycle {
        g = 1
      }
    }
    `,
    '1-13',
    '2-3',
    '5-6',
    '8-9',
    '11-12',
  ],
  'unfinished code': ['{\n  a = [\n    1\n  ];\n  b =\n}\n', '1-5', '2-3'],
  nothing: [''],
};

for (const [name, [source, ...expected]] of Object.entries(cases)) {
  test(name, async () => {
    const { files } = marked(source);
    const [file = ''] = files.keys();
    const editor = await openEditor(files);
    const folds = await editor.request<FoldingRange[]>('textDocument/foldingRange', {
      textDocument: { uri: editor.uri(file) },
    });
    const found = folds.map(({ startLine, endLine, kind }) =>
      [`${startLine + 1}-${endLine + 1}`, ...(kind ? [kind] : [])].join(' '),
    );
    assert.equal(found, expected);
    await editor.close();
  });
}

test.run();
