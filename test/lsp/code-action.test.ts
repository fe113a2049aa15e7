import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CodeAction } from 'vscode-languageserver';
import { appliedTo } from '../support/applied-edits.ts';
import { ableEditor, actionsIn, listedIn } from '../support/code-actions.ts';
import { type EditorOptions, openEditor } from '../support/editor.ts';
import { textsBelow } from '../support/fleet.ts';
import { type Marked, marked } from '../support/marked.ts';

const test = suite('code actions');

const able: EditorOptions = { capabilities: ableEditor };

/** What can be done about the findings at the cursor. */
async function offered(source: Marked, options = able): Promise<readonly CodeAction[]> {
  const editor = await openEditor(source.files, options);
  const actions = await actionsIn(editor, source, { only: ['quickfix', 'source'] });
  await editor.close();
  return actions;
}

/** What files become by the action whose title begins so, only those that change. */
function changedBy(source: Marked, actions: readonly CodeAction[], title: string): string {
  const action = actions.find((each) => each.title.startsWith(title));
  assert.ok(action?.edit, `${title} is among ${actions.map((each) => each.title).join(', ')}`);
  const changed = [...appliedTo(source.files, action.edit)].filter(([file, text]) => {
    return text !== source.files.get(file);
  });
  return changed.map(([file, text]) => `-- ${file} --\n${text}`).join('');
}

const letUnused = marked(`
  -- a.nix --
  let
    un$0used = 1;
  in
  2
`);

test('a finding has its fix, which is preferred, and ways to silence it', async () => {
  const actions = await offered(letUnused);
  assert.equal(
    actions.map(({ title, kind, isPreferred }) => [title, kind, isPreferred ?? false]),
    [
      ['Remove it (flakewise)', 'quickfix', true],
      ['Ignore `unused/let-binding` on this line (flakewise)', 'quickfix', false],
      ['Ignore `unused/let-binding` in this file (flakewise)', 'quickfix', false],
      ['Ignore `unused/let-binding` here in `flakewise.toml`', 'quickfix', false],
      ['Turn `unused/let-binding` off in `flakewise.toml`', 'quickfix', false],
      ['Explain `unused/let-binding` (flakewise)', 'quickfix', false],
      ['Fix everything that has a safe fix (flakewise)', 'source.fixAll.flakewise', false],
    ],
  );
  const codes = actions.slice(0, -1).map(({ diagnostics }) => diagnostics?.map(({ code }) => code));
  assert.ok(codes.every((each) => each?.join() === 'unused/let-binding'));
  assert.is(changedBy(letUnused, actions, 'Remove it'), '-- a.nix --\n2\n');
});

test('a person writes the reason where the cursor is', async () => {
  const actions = await offered(letUnused);
  assert.is(
    changedBy(letUnused, actions, 'Ignore `unused/let-binding` on'),
    '-- a.nix --\nlet\n  # flakewise-ignore unused/let-binding: ‸\n  unused = 1;\nin\n2\n',
  );
  assert.is(
    changedBy(letUnused, actions, 'Ignore `unused/let-binding` in'),
    '-- a.nix --\n# flakewise-ignore-file unused/let-binding: ‸\nlet\n  unused = 1;\nin\n2\n',
  );
  assert.is(
    changedBy(letUnused, actions, 'Ignore `unused/let-binding` here'),
    '-- flakewise.toml --\n[[ignore]]\nrule = "unused/let-binding"\nfiles = ["/a.nix"]\nreason = "‸"\n',
  );
  assert.is(
    changedBy(letUnused, actions, 'Turn `unused/let-binding` off'),
    '-- flakewise.toml --\n[rules]\n"unused/let-binding" = "off"\n',
  );
});

test('an editor without snippets and new files gets what it can do', async () => {
  const source = marked(`
    -- flakewise.toml --
    # Ours.
    -- a.nix --
    let un$0used = 1; in 2
  `);
  const actions = await offered(source, {});
  assert.is(
    changedBy(source, actions, 'Ignore `unused/let-binding` on'),
    '-- a.nix --\n# flakewise-ignore unused/let-binding: \nlet unused = 1; in 2\n',
  );
  assert.is(
    changedBy(source, actions, 'Turn `unused/let-binding` off'),
    '-- flakewise.toml --\n# Ours.\n\n[rules]\n"unused/let-binding" = "off"\n',
  );
  assert.ok(actions.every(({ edit }) => edit?.documentChanges === undefined));
  const without = await offered(letUnused, {});
  assert.not(without.some(({ title }) => title.includes('flakewise.toml')));
});

test('only what is asked for is answered', async () => {
  const editor = await openEditor(letUnused.files, able);
  const kinds = async (only: string[]): Promise<readonly (string | undefined)[]> => {
    const actions = await actionsIn(editor, letUnused, { only });
    return [...new Set(actions.map(({ kind }) => kind))];
  };
  assert.equal(await kinds(['quickfix']), ['quickfix']);
  assert.equal(await kinds(['source']), ['source.fixAll.flakewise']);
  assert.equal(await kinds(['source.fixAll.flakewise']), ['source.fixAll.flakewise']);
  assert.equal(await kinds(['source.fixAll.other']), []);
  assert.equal(await kinds(['source.organizeImports']), []);
  await editor.close();
});

test('a sign that something can be done stands for findings alone', async () => {
  const editor = await openEditor(letUnused.files, able);
  const actions = await actionsIn(editor, letUnused, { triggerKind: 2 });
  assert.ok(actions.length > 0 && actions.every(({ kind }) => kind === 'quickfix'));
  const elsewhere = marked('-- a.nix --\nlet\n  unused = 1;\nin\n$02\n');
  assert.equal(await actionsIn(editor, elsewhere, { triggerKind: 2 }), []);
  await editor.close();
});

test('a finding that the editor names is meant wherever the cursor is', async () => {
  const source = marked(`
    -- a.nix --
    let unused = 1; in$0
    2
  `);
  const editor = await openEditor(source.files, able);
  assert.equal(await actionsIn(editor, source, { only: ['quickfix'] }), []);
  const diagnostics = [...editor.diagnostics('a.nix')];
  const actions = await actionsIn(editor, source, { only: ['quickfix'], diagnostics });
  assert.is(actions[0]?.title, 'Remove it (flakewise)');
  await editor.close();
});

test('an unsafe fix waits for a yes, and is not preferred', async () => {
  const source = marked(`
    -- a.nix --
    builtins.map$0Attr (name: value: value) { }
  `);
  const actions = await offered(source);
  const [fix] = actions;
  assert.is(fix?.isPreferred, undefined);
  const [annotation] = Object.values(fix?.edit?.changeAnnotations ?? {});
  assert.ok(annotation?.needsConfirmation);
  assert.is(
    changedBy(source, actions, fix?.title ?? ''),
    '-- a.nix --\nbuiltins.mapAttrs (name: value: value) { }\n',
  );
});

test('new lines end as the others do', async () => {
  const source = marked(`
    -- flakewise.toml --
    # Ours.
    -- a.nix --
    let un$0used = 1; in 2
  `);
  const files = new Map(
    [...source.files].map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]),
  );
  const actions = await offered({ ...source, files });
  for (const title of ['Ignore `unused/let-binding` on', 'Turn `unused/let-binding` off'])
    assert.not.match(changedBy({ ...source, files }, actions, title), /(?<![\r-])\n(?!$)/);
});

test('a fix of two files is one edit of both', async () => {
  const files = textsBelow('fixtures/fleets/proxied/broken');
  const editor = await openEditor(files, able);
  const file = 'cloud/configuration.nix';
  const diagnostics = editor
    .diagnostics(file)
    .filter(({ message }) => /25565/.test(String(message)));
  const source = { files, spans: [], cursor: { file, offset: 0 } };
  const actions = await actionsIn(editor, source, { diagnostics, only: ['quickfix'] });
  const title = actions.map((each) => each.title).find((each) => each.startsWith('Let TCP 25565'));
  const changed = changedBy(source, actions, title ?? 'none');
  assert.match(changed, /^-- machines\/cedar\/configuration.nix --$/m);
  assert.match(changed, /^-- cloud\/proxy.tf --$/m);
  await editor.close();
});

test('edits carry the version of what is open', async () => {
  const editor = await openEditor(letUnused.files, able);
  editor.open('a.nix', letUnused.files.get('a.nix'), 7);
  const [fix] = await actionsIn(editor, letUnused);
  const [change] = fix?.edit?.documentChanges ?? [];
  assert.equal(change && 'textDocument' in change && change.textDocument, {
    uri: editor.uri('a.nix'),
    version: 7,
  });
  await editor.close();
});

test('what the text has outgrown is not offered', async () => {
  const editor = await openEditor(letUnused.files, able);
  editor.open('a.nix');
  void editor.replace('a.nix', 'let unused = 1; in unused\n', 2);
  assert.equal(await actionsIn(editor, letUnused), []);
  void editor.replace('a.nix', '\n\nlet\n  unused = 3;\nin\n2\n', 3);
  const moved = marked('-- a.nix --\n\n\nlet\n  un$0used = 3;\nin\n2\n');
  const actions = await actionsIn(editor, moved);
  assert.is(changedBy(moved, actions, 'Remove it'), '-- a.nix --\n\n\n2\n');
  await editor.close();
});

test('a file that changed elsewhere gets no fix for what it held', async () => {
  const editor = await openEditor(letUnused.files, able);
  editor.disk.get('file:///fleet')?.set('a.nix', 'let\n  used = 1;\nin\nused\n');
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: editor.uri('a.nix'), type: 2 }],
  });
  const actions = await actionsIn(editor, letUnused);
  assert.not(actions.some(({ title }) => title.startsWith('Remove it')));
  await editor.close();
});

test('several findings of a rule can be mended at once, here and everywhere', async () => {
  const source = marked(`
    -- a.nix --
    let un$0used = 1; another = 2; in 2
    -- b.nix --
    let unused = 1; in 2
  `);
  const editor = await openEditor(source.files, able);
  const actions = await actionsIn(editor, source);
  const ofRule = actions.filter(({ title }) => title.startsWith('Fix all'));
  assert.equal(
    ofRule.map(({ title }) => title),
    [
      'Fix all of `unused/let-binding` in this file (flakewise)',
      'Fix all of `unused/let-binding` in this workspace (flakewise)',
    ],
  );
  for (const { command } of ofRule) {
    await editor.request('workspace/executeCommand', {
      command: command?.command,
      arguments: command?.arguments,
    });
  }
  const [here, everywhere] = editor.applied.map((edit) => appliedTo(source.files, edit));
  assert.equal([here?.get('a.nix'), here?.get('b.nix')], ['2\n', 'let unused = 1; in 2\n']);
  assert.equal([everywhere?.get('a.nix'), everywhere?.get('b.nix')], ['2\n', '2\n']);
  await editor.close();
});

test('nothing is written into an encrypted file', async () => {
  const source = marked(`
    -- flakewise.toml --
    extends = ["recommended", "proxied-fleet"]
    -- .sops.yaml --
    creation_rules:
      - path_regex: secrets/.*.yaml$
        age: age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq
    -- secrets.yaml --
    token: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    so$0ps:
        mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
  `);
  const actions = await offered(source);
  assert.equal(
    actions.map(({ title }) => title),
    [
      'Ignore `secrets/creation-rule` here in `flakewise.toml`',
      'Turn `secrets/creation-rule` off in `flakewise.toml`',
      'Explain `secrets/creation-rule` (flakewise)',
    ],
  );
  assert.is(
    changedBy(source, actions, 'Turn'),
    '-- flakewise.toml --\nextends = ["recommended", "proxied-fleet"]\n\n[rules]\n"secrets/creation-rule" = "off"\n',
  );
});

const laidOutList = marked(`
  -- a.nix --
  {
    modules =
      map relativeToRoot [
        # common
        "modules/base.nix"
        "modules/users.nix"
      ]
      +$0+ [ ];
  }
`);

const listStaysLaidOut = `-- a.nix --
{
  modules = map relativeToRoot [
    # common
    "modules/base.nix"
    "modules/users.nix"
  ];
}
`;

test('a fix leaves code as nixfmt lays it out', async () => {
  for (const options of [able, {}]) {
    const actions = await offered(laidOutList, options);
    const fix = actions.find(({ isPreferred }) => isPreferred);
    assert.is(changedBy(laidOutList, actions, fix?.title ?? 'none'), listStaysLaidOut);
  }
});

test('what a fix becomes is worked out once it is chosen, and not for what the text has outgrown', async () => {
  const editor = await openEditor(laidOutList.files, able);
  editor.open('a.nix');
  const [fix] = await listedIn(editor, laidOutList, { only: ['quickfix'] });
  assert.is(fix?.edit, undefined);
  const chosen = await editor.request<CodeAction>('codeAction/resolve', fix);
  assert.ok(chosen.edit);
  void editor.replace('a.nix', '{ modules = map relativeToRoot [ ] ++ [ ]; }\n', 2);
  const late = await editor.request<CodeAction>('codeAction/resolve', fix);
  assert.is(late.edit, undefined);
  await editor.close();
});

test('an unsafe fix that is laid out waits for a yes too', async () => {
  const source = marked(`
    -- a.nix --
    {
      areas = builtins.map$0Attr (name: area: "the area \${name} with a number \${toString area.number}") { };
    }
  `);
  const [fix] = await offered(source);
  const [change] = fix?.edit?.documentChanges ?? [];
  assert.ok(change && 'edits' in change);
  assert.ok(change.edits.every((edit) => 'annotationId' in edit));
  assert.is(
    changedBy(source, fix ? [fix] : [], fix?.title ?? ''),
    `-- a.nix --
{
  areas = builtins.mapAttrs (
    name: area: "the area \${name} with a number \${toString area.number}"
  ) { };
}
`,
  );
});

test('a person is led to the reason that the configuration wants', async () => {
  const actions = await offered(letUnused);
  const entry = actions.find(({ title }) => title.startsWith('Ignore `unused/let-binding` here'));
  assert.is(entry?.command?.command, 'flakewise.showPlace');
  assert.equal(entry?.command?.arguments, ['file:///fleet/flakewise.toml', 3, 'reason = "'.length]);
});

test('people may switch actions off', async () => {
  const actions = await offered(letUnused, {
    ...able,
    settings: { features: { codeAction: false } },
  });
  assert.equal(actions, []);
});

test.run();
