import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SignatureHelp } from 'vscode-languageserver';
import { openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('signature help');

/** Sources with the cursor, and the signature there with its active parameter between `«` and `»`. */
const cases: Readonly<Record<string, readonly [source: string, expected: string | undefined]>> = {
  'the first argument of a function': ['let add = a: b: a + b; in add $0', 'add «a» b'],
  'the second argument': ['let add = a: b: a + b; in add 1 $0', 'add a «b»'],
  'an argument that is begun': ['let add = a: b: a + b; in { x = add 1 tw$0; }', 'add a «b»'],
  'no argument that it does not take': ['let add = a: b: a + b; in add 1 2 $0', undefined],
  'a pattern': [
    'let make = { size, colour ? 1, ... }: scale: size; in make $0',
    'make «{ size, colour?, ... }» scale',
  ],
  'a name in a set': [
    'let make = { size, colour ? 1 }: size; in make { colour = $0 }',
    'make { size, «colour»? }',
  ],
  'a set that has nothing yet': [
    'let make = { size, colour ? 1 }: size; in make { $0',
    'make { «size», colour? }',
  ],
  'a builtin': ['{ x = builtins.elemAt [ 1 2 ] $0; }', 'builtins.elemAt list «index»'],
  'a global': ['map $0', 'builtins.map «function» list'],
  'a function of lib': [
    '{ lib, ... }: { x = lib.hasPrefix "a" $0; }',
    'lib.hasPrefix prefix «text»',
  ],
  'a function that a with supplies': [
    '{ lib, ... }: with lib; optionalString $0',
    'lib.optionalString «condition» text',
  ],
  'a file': [
    '-- a.nix --\nimport ./b.nix { $0 }\n-- b.nix --\n{ pkgs, lib }: pkgs',
    './b.nix { «pkgs», lib }',
  ],
  'a package': [
    '-- a.nix --\n{ pkgs }: pkgs.callPackage ./b.nix { engine = $0 }\n-- b.nix --\n{ stdenv, engine }: stdenv',
    './b.nix { stdenv, «engine» }',
  ],
  'the inner one of two calls': [
    'let add = a: b: a + b; twice = n: n; in add (twice $0) 1',
    'twice «n»',
  ],
  'the outer one behind the inner one': [
    'let add = a: b: a + b; twice = n: n; in add (twice 1) $0',
    'add a «b»',
  ],
  'nothing in the value of a binding in a list': [
    'let add = a: b: a + b; in add [ { x = $0 } ]',
    undefined,
  ],
  'nothing in a comment': ['let add = a: a; in add # $0', undefined],
  'nothing where nothing is called': ['{ x = [ 1 $0 ]; }', undefined],
};

for (const [name, [source, expected]] of Object.entries(cases)) {
  test(name, async () => {
    const { files, cursor } = marked(source);
    const { file, offset } = cursor ?? { file: '', offset: 0 };
    const editor = await openEditor(files, { capabilities });
    const before = (files.get(file) ?? '').slice(0, offset).split('\n');
    const help = await editor.request<SignatureHelp | null>('textDocument/signatureHelp', {
      textDocument: { uri: editor.uri(file) },
      position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
    });
    assert.equal(editor.log, []);
    await editor.close();
    assert.is(help ? shown(help) : undefined, expected);
  });
}

function shown({ signatures: [first], activeParameter }: SignatureHelp): string {
  const label = first?.label ?? '';
  const active = first?.parameters?.[activeParameter ?? 0]?.label;
  if (active === undefined || typeof active === 'string') return label;
  const [start, end] = active;
  return `${label.slice(0, start)}«${label.slice(start, end)}»${label.slice(end)}`;
}

const capabilities = {
  textDocument: {
    signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
  },
};

test('what is said before a function is said of its signature', async () => {
  const { files, cursor } = marked('let\n  make =\n    /** Adds. */\n    a: b: a + b;\nin make $0');
  const { file = '', offset = 0 } = cursor ?? {};
  const editor = await openEditor(files);
  const lines = (files.get(file) ?? '').slice(0, offset).split('\n');
  const help = await editor.request<SignatureHelp>('textDocument/signatureHelp', {
    textDocument: { uri: editor.uri(file) },
    position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
  });
  assert.equal(help.signatures[0]?.documentation, {
    kind: 'markdown',
    value: `\`${file}\`\n\nAdds.`,
  });
  await editor.close();
});

test.run();
