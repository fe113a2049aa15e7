import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PrepareRenameResult } from 'vscode-languageserver/node';
import { openAtCursor, refusal, spanOf } from '../support/navigation.ts';

const test = suite('asking whether something can be renamed');

const prepared: Readonly<
  Record<string, readonly [source: string, placeholder: string | undefined]>
> = {
  'a let': ['let ⟦$0a⟧ = a; in a', 'a'],
  'a mention of a let': ['let a = ⟦$0a⟧; in a', 'a'],
  'an attribute': ['{ ⟦$0a⟧ = 1; }', 'a'],
  'an attribute of a recursive set': ['rec { ⟦$0a⟧ = 1; }', 'a'],
  'an attribute on the way': ['{ a.⟦$0b⟧.c = 1; }', 'b'],
  'a name in quotes': ['let ⟦$0"a"⟧ = a; in a', 'a'],
  'an inherited name in quotes': ['let a = a; in { inherit ⟦$0"a"⟧; }', 'a'],
  'a text in parentheses and braces': ['let ⟦${(($0"a"))}⟧ = a; in a', 'a'],
  'parentheses in braces': ['let ⟦${($0("a"))}⟧ = a; in a', 'a'],
  braces: ['let ⟦$0${(("a"))}⟧ = a; in a', 'a'],
  'an inherited name in braces': ['let a = a; in { inherit ⟦${(($0"a"))}⟧; }', 'a'],
  'a name that is worked out': ['let ⟦a⟧ = 1; in { ${$0a} = 2; }', undefined],
  'a builtin': ['$0map', undefined],
};

for (const [name, [source, placeholder]] of Object.entries(prepared)) {
  test(name, async () => {
    const opened = await openAtCursor(source);
    const { editor, at } = opened;
    if (name === 'a builtin') {
      assert.is(
        await refusal(opened, 'textDocument/prepareRename', at),
        '`map` is a name of Nix itself',
      );
    } else {
      const found = await editor.request<PrepareRenameResult>('textDocument/prepareRename', at);
      assert.ok('placeholder' in found);
      const { text, file } = { text: editor.text('default.nix'), file: 'default.nix' };
      const [expected] = opened.source.spans;
      assert.is(found.placeholder, placeholder ?? 'a');
      if (placeholder !== undefined) assert.equal({ file, ...spanOf(text, found.range) }, expected);
    }
    await editor.close();
  });
}

test.run();
