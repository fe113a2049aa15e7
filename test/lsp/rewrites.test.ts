import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { appliedTo } from '../support/applied-edits.ts';
import { actionsIn } from '../support/code-actions.ts';
import { openEditor } from '../support/editor.ts';
import { evaluateText } from '../support/evaluate.ts';
import { marked } from '../support/marked.ts';

const test = suite('rewrites');

/** A text with a cursor, and what it may become by titles that begin so. */
type Case = readonly [source: string, ...results: (readonly [title: string, after: string])[]];

const cases: Readonly<Record<string, Case>> = {
  'a name in quotes': [
    'let a = { "b$0" = 1; }; in a.b',
    ['Write the name as `b`', 'let a = { b = 1; }; in a.b'],
  ],
  'a name without quotes': ['{ a.$0b = 1; }', ['Write the name as `"b"`', '{ a."b" = 1; }']],
  'a name of a let': ['let $0a.b = 1; in a.b'],
  'a name that is only read': ['let a.b = 1; in a.$0b'],
  'quotes of a name that is only read': [
    'let a.b = 1; in a."$0b"',
    ['Write the name as `b`', 'let a.b = 1; in a.b'],
  ],
  'names that need their quotes': ['[ { "a b$0" = 1; } ]'],
  'a name that would be a keyword': ['{ "i$0n" = 1; }'],
  'a name that would be an operator': ['{ "o$0r" = 1; }'],
  'an inherited name for an attribute': [
    'let x.a = 1; in { a$0 = x.a; b = x.b or 2; }',
    ['Write the name', 'let x.a = 1; in { "a" = x.a; b = x.b or 2; }'],
    ['Write `inherit (x) a;`', 'let x.a = 1; in { inherit (x) a; b = x.b or 2; }'],
  ],
  'an inherited name for a variable': [
    'let a = 1; in { a = $0a; }',
    ['Write `inherit a;`', 'let a = 1; in { inherit a; }'],
  ],
  'a name that means itself': ['let a = 1; in rec { a = a$0 + 1; }'],
  'an inherit for bindings': [
    'let x.a = 1; x.b = 2; in { inher$0it (x) a b; }',
    ['Write `inherit` as bindings', 'let x.a = 1; x.b = 2; in { a = x.a; b = x.b; }'],
  ],
  'an inherit on lines of its own': [
    'let x.a = 1; x.b = 2; in {\n  inh$0erit (x)\n    a\n    b\n    ;\n}',
    ['Write `inherit` as', 'let x.a = 1; x.b = 2; in {\n  a = x.a;\n  b = x.b;\n}'],
  ],
  'an inherit that a name of its own set would take over': ['let a = 1; in rec { inh$0erit a; }'],
  'whole paths for a set': [
    '{\n  a$0.b = {\n    c = 1;\n    # why\n    d.e = [\n      2\n    ];\n  };\n}',
    [
      'Write the name as',
      '{\n  "a".b = {\n    c = 1;\n    # why\n    d.e = [\n      2\n    ];\n  };\n}',
    ],
    ['Write each attribute', '{\n  a.b.c = 1;\n  # why\n  a.b.d.e = [\n    2\n  ];\n}'],
  ],
  'a set that inherits': [
    'let x = 1; in { a$0 = { inherit x; }; }',
    ['Write the name', 'let x = 1; in { "a" = { inherit x; }; }'],
  ],
  'a set whose names know each other': ['{ "a$0 b" = rec { b = 1; c = b; }; }'],
  'a comment that would be lost': ['{ "a$0 b" = { /* why */ b = 1; }; }'],
  'a set for whole paths': [
    '{\n  a.b = 1;\n  $0a.c = 2;\n  d = 3;\n}',
    ['Write the name', '{\n  a.b = 1;\n  "a".c = 2;\n  d = 3;\n}'],
    ['Join them below `a`', '{\n  a = {\n    b = 1;\n    c = 2;\n  };\n  d = 3;\n}'],
  ],
  'names that say where they come from': [
    'let x.a = 1; x.b = 2; in wi$0th x; [ a b ]',
    ['Say `x` at every name', 'let x.a = 1; x.b = 2; in [ x.a x.b ]'],
  ],
  'names that two sets may give': ['let x.a = 1; y.b = 2; in wi$0th x; with y; [ a b ]'],
  'a text between other quotes': [
    '"a \\"b$0\\" \\\\ ${"c"}"',
    ["Write the text between `''`", '\'\'a "b" \\ ${"c"}\'\''],
  ],
  'a text of several lines': [
    '{\n  a = "one\\n  two$0 \\${x}\\n\\nthree\\n";\n}',
    ['Write the text', "{\n  a = ''\n    one\n      two ''${x}\n\n    three\n  '';\n}"],
  ],
  'lines for a text in one': [
    "''\n  one$0 ''${x}\n    \"two\"\n''",
    ['Write the text between `"`', '"one \\${x}\\n  \\"two\\"\\n"'],
  ],
  'quotes at the end of a text': ['"it is \'$0"', ['Write the text', "''it is ''\\'''"]],
  'a dollar before something that is put in': [
    '"\\$${"$0a"}"',
    ["Write the text between `''`", "\"\\$${''a''}\""],
  ],
  'spaces that would be left out': ['"  a$0"'],
  'a text that names an attribute': ['{ "a b$0" = 1; }'],
  'tokens that would run together': [
    'let f = x: x; in f"a$0"',
    ['Write the text', "let f = x: x; in f ''a''"],
  ],
  'broken code': ['{ "a$0" = 1; b = }'],
};

for (const [name, [text, ...expected]] of Object.entries(cases)) {
  test(name, async () => {
    const source = marked(text);
    const editor = await openEditor(source.files);
    const actions = await actionsIn(editor, source, { only: ['refactor'] });
    const results = actions.map(({ title, edit }) => {
      const after = appliedTo(source.files, edit ?? {}).get('default.nix');
      return [title, after ?? ''] as const;
    });
    const wanted = expected.map(([title, after], index) => {
      const full = results[index]?.[0] ?? '';
      return [full.startsWith(title) ? full : title, `${after}\n`] as const;
    });
    assert.equal(results, wanted);
    const before = shown(source.files.get('default.nix') ?? '');
    for (const [, after] of results) assert.is(shown(after), before);
    await editor.close();
  });
}

/** What a text is worth. */
function shown(text: string): string {
  return JSON.stringify(evaluateText(`builtins.toJSON (${text})`));
}

test('a rewrite that a fix offers is offered once', async () => {
  const source = marked(`
    -- flakewise.toml --
    extends = ["recommended", "statix"]
    -- a.nix --
    x: { a$0 = x.a; }
  `);
  const editor = await openEditor(source.files);
  const actions = await actionsIn(editor, source);
  const results = actions.flatMap(({ edit }) => {
    return edit ? [appliedTo(source.files, edit).get('a.nix')] : [];
  });
  assert.is(results.filter((text) => text === 'x: { inherit (x) a; }\n').length, 1);
  await editor.close();
});

test.run();
