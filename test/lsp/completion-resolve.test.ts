import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type MarkupContent,
} from 'vscode-languageserver';
import { requestCompletion } from '../support/completions.ts';
import { type Editor, openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('what is said of proposals');

const fleet = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ./site.nix ]; };
  };
}
-- oak.nix --
{ sops.secrets.key.owner = "bob"; users.users.bob.isNormalUser = true; my.site.mode = "slow"; }
-- site.nix --
{ lib, ... }:
{
  options.my.site.mode = lib.mkOption {
    type = lib.types.enum [ "fast" "slow" ];
    default = "fast";
    description = "How fast it is.";
  };
}
-- new.nix --
`;

/** Sources with the cursor, the proposal that is asked about, and what is said of it. */
const cases: Readonly<Record<string, readonly [source: string, label: string, said: RegExp]>> = {
  'a builtin': ['{ x = builtins.ma$0 }', 'map', /^```nix\nbuiltins\.map function list\n```\n\S/],
  'a function of lib': [
    '{ lib, ... }: { x = lib.strings.hasP$0 }',
    'hasPrefix',
    /^```nix\nlib\.strings\.hasPrefix prefix text\n/,
  ],
  'a type of options': [
    '{ lib, ... }: { x = lib.types.listO$0 }',
    'listOf',
    /lib\.types\.listOf type/,
  ],
  'a rule': ['# flakewise-ignore secrets/root$0', 'secrets/root-owner', /belong to root/],
  'a column': [
    '-- flakewise.toml --\n[[convention]]\neach = "secret"\nwhere = { own$0',
    'owner',
    /^The login that owns the file\.$/,
  ],
  'an option, with its values': [
    `${fleet}{ config, ... }: { x = config.my.site.$0 }`,
    'mode',
    /How fast it is\.[\s\S]*"slow"` on [^\n]*oak/,
  ],
  'a secret': [`${fleet}{ config, ... }: { x = config.sops.secrets.$0 }`, 'key', /bob/],
  'an account': [`${fleet}{ sops.secrets.other.owner = "$0"; }`, 'bob', /bob/],
};

test('what has a value of its own is no function', async () => {
  const { editor, list } = await completed('{ x = $0 }');
  const kinds = ['true', 'map'].map(
    (name) => list?.items.find(({ label }) => label === name)?.kind,
  );
  assert.equal(kinds, [CompletionItemKind.Constant, CompletionItemKind.Function]);
  await editor.close();
});

for (const [name, [source, label, said]] of Object.entries(cases)) {
  test(name, async () => {
    const { editor, list } = await completed(source);
    const item = list?.items.find((each) => each.label === label);
    assert.ok(item, `${label} is not proposed`);
    assert.is(item?.documentation, undefined);
    const resolved = await editor.request<CompletionItem>('completionItem/resolve', item);
    assert.match(textOf(resolved.documentation), said);
    assert.equal(editor.log, []);
    await editor.close();
  });
}

test('a declaration is told where no machine has the option', async () => {
  const { editor, list } = await completed(`
    -- site.nix --
    { lib, ... }: { options.my.mode = lib.mkOption { type = lib.types.str; default = "a"; }; }
    -- b.nix --
    { config, ... }: { x = config.my.$0 }
  `);
  const resolved = await editor.request<CompletionItem>('completionItem/resolve', list?.items[0]);
  const text = textOf(resolved.documentation);
  assert.is(text, 'Type: `str`\n\nDefault: `"a"`\n\nDeclared in `site.nix`');
  await editor.close();
});

test('what is nobody’s to resolve stays as it is', async () => {
  const { editor } = await completed('{ x = $0 }');
  const item = {
    label: 'apple',
    data: { uri: 'file:///elsewhere/a.nix', about: { kind: 'text' } },
  };
  assert.equal(await editor.request('completionItem/resolve', item), item);
  assert.equal(await editor.request('completionItem/resolve', { label: 'a' }), { label: 'a' });
  await editor.close();
});

test('long lists are cut, and asked for again', async () => {
  const { editor, list } = await completed('{ lib, ... }: { x = lib.$0 }');
  assert.is(list?.items.length, 200);
  assert.is(list?.isIncomplete, true);
  await editor.close();
});

test('columns are those that the editor counts', async () => {
  const { files } = marked('let a = { apple = 1; }; in { x = "🌳ä"; y = a.ap; }');
  const text = files.get('default.nix') ?? '';
  const editor = await openEditor(files, { encodings: ['utf-8'] });
  const before = Buffer.byteLength(text.slice(0, text.indexOf('.ap') + 3));
  const list = await editor.request<CompletionList>('textDocument/completion', {
    textDocument: { uri: editor.uri('default.nix') },
    position: { line: 0, character: before },
  });
  assert.equal(list.items[0]?.textEdit, {
    range: { start: { line: 0, character: before - 2 }, end: { line: 0, character: before } },
    newText: 'apple',
  });
  await editor.close();
});

test('nothing is proposed where people have switched it off', async () => {
  const { files, cursor } = marked('let apple = 1; in { x = $0 }');
  const editor = await openEditor(files, { settings: { features: { completion: false } } });
  const { file, offset } = cursor ?? { file: '', offset: 0 };
  const text = files.get(file) ?? '';
  assert.is(await requestCompletion(editor, { file, text, offset }), null);
  await editor.close();
});

async function completed(
  source: string,
): Promise<{ readonly editor: Editor; readonly list: CompletionList | null }> {
  const { files, cursor } = marked(source);
  const { file, offset } = cursor ?? { file: '', offset: 0 };
  const editor = await openEditor(files);
  const list = await requestCompletion(editor, { file, text: files.get(file) ?? '', offset });
  return { editor, list };
}

function textOf(documentation: string | MarkupContent | undefined): string {
  return typeof documentation === 'object' ? documentation.value : (documentation ?? '');
}

test.run();
