import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { type Editor, openEditor } from '../support/editor.ts';

const test = suite('semantic tokens');

/** Each name with a meaning as `text:type` or `text:type.modifier`; on a line of its own for each line. */
const cases: Readonly<Record<string, readonly [source: string, tokens: string]>> = {
  'what a function takes': [
    'args@{ a, b ? a, ... }: x: [ a x args ]',
    'args:parameter.declaration a:parameter.declaration b:parameter.declaration a:parameter x:parameter.declaration a:parameter x:parameter args:parameter',
  ],
  'names of a let, and functions among them': [
    'let a = 1; f = x: x; in f a',
    'a:variable.declaration f:function.declaration x:parameter.declaration x:parameter f:function a:variable',
  ],
  attributes: [
    'let s.t = { u.v = 1; w = y: 2; "q" = 3; }; in s.t.u + s.t.w 1',
    's:variable.declaration t:property.declaration u:property.declaration v:property.declaration w:function.declaration y:parameter.declaration s:variable t:property u:property s:variable t:property w:function',
  ],
  builtins: [
    'builtins.map (import ./a.nix) [ true builtins.nixVersion (toString 1) (isNull 1) ]',
    'builtins:namespace.defaultLibrary map:function.defaultLibrary import:function.defaultLibrary builtins:namespace.defaultLibrary nixVersion:variable.defaultLibrary toString:function.defaultLibrary isNull:function.deprecated.defaultLibrary',
  ],
  'a name that hides a builtin': ['map: map 1', 'map:parameter.declaration map:parameter'],
  'what a with gives': [
    'p: with p; [ a (f a) ]',
    'p:parameter.declaration p:parameter a:property f:function a:property',
  ],
  'what is inherited': [
    'x: let inherit (x) a; g = y: y; in { inherit x g; inherit (x) b; }',
    'x:parameter.declaration x:parameter a:variable.declaration g:function.declaration y:parameter.declaration y:parameter x:parameter.declaration g:function.declaration x:parameter b:property.declaration',
  ],
  'names inside of texts and paths': [
    'a: "é${a.b}" + ./x/${a}',
    'a:parameter.declaration a:parameter b:property a:parameter',
  ],
  'what nothing gives': ['a ? b', 'b:property'],
  'unfinished code': ['{ a }: { b = a.', 'a:parameter.declaration b:property'],
  nothing: ['', ''],
};

for (const [name, [source, expected]] of Object.entries(cases)) {
  test(name, async () => {
    const editor = await openEditor(new Map([['a.nix', source]]));
    assert.is(await tokensIn(editor, 'a.nix'), expected);
    await editor.close();
  });
}

test('OpenTofu', async () => {
  const source = `resource "aws_x" "n" {
  a = var.b[0].c
  d = { k = local.x, e = aws_y.z.id }
  f = [for i, v in data.q.r : upper(v.s)]
  dynamic "z" { content {} }
}`;
  const editor = await openEditor(new Map([['a.tf', source]]));
  assert.is(
    await tokensIn(editor, 'a.tf'),
    [
      'resource:type a:property.declaration var:namespace b:property c:property',
      'd:property.declaration k:property.declaration local:namespace x:property e:property.declaration aws_y:type z:property id:property',
      'f:property.declaration i:parameter.declaration v:parameter.declaration data:namespace q:property r:property upper:function v:parameter s:property',
      'dynamic:type content:type',
    ].join(' '),
  );
  await editor.close();
});

test('columns count what the editor counts', async () => {
  const source = 'a: "é😀" + a\n';
  for (const [encoding, column] of [
    ['utf-8', 14],
    ['utf-16', 11],
  ] as const) {
    const editor = await openEditor(new Map([['a.nix', source]]), { encodings: [encoding] });
    const { data } = await editor.request<SemanticTokens>(full, about(editor, 'a.nix'));
    assert.equal(data.slice(5, 8), [0, column, 1]);
    await editor.close();
  }
});

test('a part of a document has the tokens of the whole one', async () => {
  const source = 'let\n  a = 1;\n  b = 2;\nin a + b\n';
  const editor = await openEditor(new Map([['a.nix', source]]));
  const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 9 } };
  const params = { ...about(editor, 'a.nix'), range };
  const { data } = await editor.request<SemanticTokens>(
    'textDocument/semanticTokens/range',
    params,
  );
  assert.is(decoded(editor, 'a.nix', data), 'b:variable.declaration');
  await editor.close();
});

test('changes lead from what was told to what is so', async () => {
  const texts = [
    'let a = 1; b = a; in a + b\n',
    'let a = 1; in a\n',
    'let a = 1; c = x: x; in c a\n',
    'let a = 1; c = x: x; in c a\n',
    '',
    'x: x\n',
  ];
  const editor = await openEditor(new Map([['a.nix', texts[0] ?? '']]));
  editor.open('a.nix');
  let { resultId, data } = await editor.request<SemanticTokens>(full, about(editor, 'a.nix'));
  for (const [index, text] of texts.entries()) {
    await editor.replace('a.nix', text, index + 2);
    const delta = await editor.request<SemanticTokensDelta>(`${full}/delta`, {
      ...about(editor, 'a.nix'),
      previousResultId: resultId,
    });
    const after = [...data];
    for (const { start, deleteCount, data: added = [] } of delta.edits)
      after.splice(start, deleteCount, ...added);
    const { data: whole, ...rest } = await editor.request<SemanticTokens>(
      full,
      about(editor, 'a.nix'),
    );
    assert.equal(after, whole);
    ({ resultId, data } = { ...rest, data: whole });
  }
  const unknown = await editor.request<SemanticTokens>(`${full}/delta`, {
    ...about(editor, 'a.nix'),
    previousResultId: 'of another time',
  });
  assert.equal(unknown.data, data);
  await editor.close();
});

const full = 'textDocument/semanticTokens/full';

function about(editor: Editor, file: string): { readonly textDocument: { readonly uri: string } } {
  return { textDocument: { uri: editor.uri(file) } };
}

async function tokensIn(editor: Editor, file: string): Promise<string> {
  const { data } = await editor.request<SemanticTokens>(full, about(editor, file));
  return decoded(editor, file, data);
}

/** Tokens in words. */
function decoded(editor: Editor, file: string, data: readonly number[]): string {
  const legend = editor.initialized?.capabilities.semanticTokensProvider?.legend;
  const lines = editor.text(file).split('\n');
  const words: string[] = [];
  let [line, column] = [0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [down = 0, right = 0, length = 0, type = 0, bits = 0] = data.slice(index, index + 5);
    line += down;
    column = down === 0 ? column + right : right;
    const modifiers = legend?.tokenModifiers.filter((_, bit) => bits & (1 << bit)) ?? [];
    const text = lines[line]?.slice(column, column + length);
    words.push(`${text}:${[legend?.tokenTypes[type], ...modifiers].join('.')}`);
  }
  return words.join(' ');
}

test.run();
