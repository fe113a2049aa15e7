import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { appliedTo } from '../support/applied-edits.ts';
import { ableEditor } from '../support/code-actions.ts';
import { type Editor, openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('commands');

const fleet = marked(`
  -- flakewise.toml --
  extends = ["recommended"]
  exclude = ["old/**"]

  [rules]
  "unused/let-binding" = "error"

  [[overrides]]
  files = ["b.nix"]
  rules = { "unused/let-binding" = "off" }

  [[convention]]
  id = "ours/no-web"
  each = "host"
  where = { name = "web" }
  forbids = true
  why = "We say so."
  message = "no"
  -- a.nix --
  let unused = 1; in 2
  -- b.nix --
  let unused = 1; in [ 2 ]
`);

function run(editor: Editor, command: string, ...given: readonly unknown[]): Promise<unknown> {
  return editor.request('workspace/executeCommand', { command, arguments: given });
}

test('rules are explained, those of flakewise itself too', async () => {
  const editor = await openEditor(fleet.files);
  const page = await run(editor, 'flakewise.explainRule', 'unused/let-binding');
  assert.match(String(page), /^# unused\/let-binding\n/);
  assert.match(String(await run(editor, 'flakewise.explainRule', 'suppression/unused')), /^# sup/);
  assert.is(await run(editor, 'flakewise.explainRule', 'no/rule'), null);
  await editor.close();
});

test('an editor that shows no rules by itself is led to them', async () => {
  const rule = 'unused/let-binding';
  const page = `https://rules.example/${rule}`;
  const cases = [
    [{ capabilities: ableEditor }, [page]],
    [{}, [`${rule}: Every name of a \`let\` is used.`]],
    [{ capabilities: ableEditor, initializationOptions: { showsRules: true } }, []],
  ] as const;
  for (const [options, shown] of cases) {
    const editor = await openEditor(fleet.files, options);
    await run(editor, 'flakewise.explainRule', rule);
    assert.equal(editor.shown, shown);
    await editor.close();
  }
});

test('a place is shown', async () => {
  const editor = await openEditor(fleet.files, { capabilities: ableEditor });
  await run(editor, 'flakewise.showPlace', editor.uri('a.nix'), 0, 4);
  assert.equal(editor.shown, [editor.uri('a.nix')]);
  await editor.close();
});

test('what holds for a file is told with where it comes from', async () => {
  const editor = await openEditor(fleet.files);
  const page = async (file: string): Promise<readonly string[]> => {
    const text = await run(editor, 'flakewise.showConfiguration', editor.uri(file));
    return String(text).split('\n');
  };
  const ofA = await page('a.nix');
  assert.ok(ofA.includes('extends = ["recommended"]'));
  assert.ok(
    ofA.includes('"unused/let-binding" = { severity = "error", underscored = false }  # [rules]'),
  );
  assert.ok(
    ofA.some((line) => /^"structure\/missing-import" = .*# preset recommended$/.test(line)),
  );
  assert.not(ofA.some((line) => line.startsWith('"order/imports"')));
  assert.ok(ofA.includes('"ours/no-web" = "warning"  # a convention of flakewise.toml'));
  const ofB = await page('b.nix');
  assert.ok(ofB.includes('"unused/let-binding" = "off"  # [[overrides]] for b.nix'));
  assert.ok((await page('old/c.nix'))[1]?.includes('excluded'));
  await editor.close();
});

test('a file and a workspace are mended', async () => {
  const editor = await openEditor(fleet.files, { capabilities: ableEditor });
  assert.is(await run(editor, 'flakewise.fixAllInFile', editor.uri('a.nix')), true);
  assert.is(await run(editor, 'flakewise.fixAllInFile', editor.uri('b.nix')), true);
  assert.is(await run(editor, 'flakewise.fixAllInWorkspace', 'file:///fleet'), true);
  assert.is(await run(editor, 'flakewise.fixAllInWorkspace'), true);
  const results = editor.applied.map((edit) => appliedTo(fleet.files, edit));
  assert.equal(
    results.map((texts) => [texts.get('a.nix'), texts.get('b.nix')]),
    [0, 1, 2].map(() => ['2\n', 'let unused = 1; in [ 2 ]\n']),
  );
  await editor.close();
});

test('everything is read anew when asked for', async () => {
  const editor = await openEditor(fleet.files);
  editor.disk.get('file:///fleet')?.set('c.nix', 'let unused = 1; in 3\n');
  await run(editor, 'flakewise.reload');
  await editor.settled();
  assert.is(editor.diagnostics('c.nix').length, 1);
  await editor.close();
});

test('what is no command does nothing', async () => {
  const editor = await openEditor(fleet.files);
  for (const command of ['flakewise.nothing', 'flakewise.fixAllInFile', 'flakewise.showPlace']) {
    assert.is(await run(editor, command, 7), null);
  }
  await editor.close();
});

test.run();
