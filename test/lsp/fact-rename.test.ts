import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { WorkspaceEdit } from 'vscode-languageserver';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import { factRename } from '#lsp/features/fact-rename/rename.ts';
import { openEditor } from '../support/editor.ts';
import { cursorIn, editorFleet, positionIn } from '../support/editor-fleet.ts';
import { snapshotOf } from '../support/fleet.ts';

const test = suite('renaming by facts');

const snapshot = snapshotOf(
  new Map([...editorFleet].map(([file, text]) => [filePath(file), text])),
);

/** Where the cursor is, the new name, and the lines that are otherwise afterwards. */
const cases: Readonly<
  Record<string, readonly [file: string, piece: string, to: string, ...lines: string[]]>
> = {
  'an option': [
    'hosts/web.nix',
    'po$0rt = 8443',
    'listenPort',
    'hosts/db.nix: shop.listenPort = lib.mkForce 5000;',
    'hosts/web.nix: listenPort = 8443;',
    'modules/shop.nix: listenPort = lib.mkOption {',
    'modules/shop.nix: shop.listenPort = lib.mkDefault 80;',
    'modules/shop.nix: networking.firewall.allowedTCPPorts = [ cfg.listenPort ];',
  ],
  'a set of options': [
    'modules/shop.nix',
    'options.sh$0op',
    'store',
    'hosts/db.nix: store.enable = false;',
    'hosts/db.nix: store.port = lib.mkForce 5000;',
    'hosts/web.nix: store = {',
    'modules/shop.nix: cfg = config.store;',
    'modules/shop.nix: options.store = {',
    'modules/shop.nix: store.port = lib.mkDefault 80;',
  ],
  'a secret, whose key stays': [
    'hosts/web.nix',
    'config.sops.secrets."shop/to$0ken".path',
    'token',
    'hosts/web.nix: sops.secrets."token" = {',
    'hosts/web.nix: key = "shop/token";',
    'hosts/web.nix: script = "serve --token ${config.sops.secrets."token".path}";',
  ],
  'a group': [
    'modules/accounts.nix',
    'group = "st$0aff"',
    'crew',
    'modules/accounts.nix: group = "crew";',
    'modules/accounts.nix: users.groups.crew = { gid = 900; };',
  ],
  'a user': [
    'modules/accounts.nix',
    'users.users.sh$0op',
    'shop-service',
    'hosts/web.nix: owner = "shop-service";',
    'hosts/web.nix: serviceConfig.User = "shop-service";',
    'modules/accounts.nix: users.users.shop-service = {',
  ],
};

for (const [name, [file, piece, to, ...lines]] of Object.entries(cases)) {
  test(name, () => {
    const cursor = cursorIn(editorFleet, file, piece);
    const found = factRename(snapshot, { ...cursor, file: filePath(file), to });
    if (found === undefined || 'refusal' in found) {
      assert.unreachable(found?.refusal ?? 'nothing is known');
      return;
    }
    assert.equal(changedLines(found.edits), lines.toSorted());
  });
}

/** The lines of the files that are not as before. */
function changedLines(
  edits: readonly {
    readonly file: string;
    readonly span: { readonly start: number; readonly end: number };
    readonly text: string;
  }[],
): readonly string[] {
  const files = [...new Set(edits.map((edit) => edit.file))];
  return files
    .flatMap((file) => {
      const before = editorFleet.get(file) ?? '';
      const own = edits
        .filter((edit) => edit.file === file)
        .toSorted((a, b) => b.span.start - a.span.start);
      const after = own.reduce(
        (text, { span, text: inserted }) =>
          text.slice(0, span.start) + inserted + text.slice(span.end),
        before,
      );
      const known = new Set(before.split('\n'));
      const changed = after.split('\n').filter((line) => !known.has(line));
      return changed.map((line) => `${file}: ${line.trim()}`);
    })
    .sort();
}

const refused: Readonly<
  Record<string, readonly [file: string, piece: string, to: string, reason: string]>
> = {
  'a name that another option has': [
    'hosts/web.nix',
    'po$0rt = 8443',
    'names',
    'there is an option `shop.names`',
  ],
  'a name that another user has': [
    'modules/accounts.nix',
    'users.users.sh$0op',
    'root',
    'there is a user `root` already',
  ],
  'a group that nobody declares': [
    'extra.nix',
    'group = "wh$0eel"',
    'wheels',
    'no machine declares the group `wheel`',
  ],
};

for (const [name, [file, piece, to, reason]] of Object.entries(refused)) {
  test(`refused: ${name}`, () => {
    const more = new Map([
      ...editorFleet,
      ['extra.nix', '{ users.users.bob.group = "wheel"; }\n'],
      [
        'hosts/db.nix',
        (editorFleet.get('hosts/db.nix') ?? '').replace('imports = [', 'imports = [ ../extra.nix'),
      ],
    ]);
    const own = snapshotOf(new Map([...more].map(([path, text]) => [filePath(path), text])));
    const cursor = cursorIn(more, file, piece);
    assert.equal(factRename(own, { ...cursor, file: filePath(file), to }), { refusal: reason });
  });
}

/** What becomes of a call that is given the options, and whether somebody has to look before they are renamed. */
const handedOn: Readonly<
  Record<string, readonly [call: string, reader: string, isAsked: boolean]>
> = {
  'by themselves': ['import ../settings.nix cfg', 'own: { inherit (own) port; }', true],
  'in a set': ['import ../settings.nix { inherit cfg; }', '{ cfg }: [ cfg.port ]', true],
  'to who takes others': ['import ../settings.nix cfg', 'own: own.enable', false],
  'not at all': ['import ../settings.nix cfg.port', 'own: own.port', false],
};

for (const [name, [call, reader, isAsked]] of Object.entries(handedOn)) {
  test(`an option whose set is handed on ${name}`, () => {
    const shop = editorFleet.get('modules/shop.nix') ?? '';
    const more = new Map([
      ...editorFleet,
      ['modules/shop.nix', shop.replace('[ cfg.port ]', `[ cfg.port (${call}) ]`)],
      ['settings.nix', `${reader}\n`],
    ]);
    const own = snapshotOf(new Map([...more].map(([path, text]) => [filePath(path), text])));
    const cursor = cursorIn(more, 'hosts/web.nix', 'po$0rt = 8443');
    const found = factRename(own, { ...cursor, file: filePath('hosts/web.nix'), to: 'listen' });
    assert.ok(found && 'edits' in found && found.edits.length > 3);
    const told = new Set(found.edits.map(({ warning }) => warning?.text));
    const text = '`settings.nix` may read `port` of what it is given, and stays as it is';
    assert.equal([...told], [isAsked ? text : undefined]);
  });
}

test('an option that only upstream declares is not for facts to rename', () => {
  const cursor = cursorIn(editorFleet, 'hosts/db.nix', 'postgresql.ena$0ble');
  const asked = { ...cursor, file: filePath('hosts/db.nix'), to: 'on' };
  assert.is(factRename(snapshot, asked), undefined);
});

test('without a new name it is told what would be renamed', () => {
  const cursor = cursorIn(editorFleet, 'hosts/web.nix', 'po$0rt = 8443');
  const found = factRename(snapshot, {
    ...cursor,
    file: filePath('hosts/web.nix'),
    to: undefined,
  });
  assert.ok(found && 'name' in found && found.name === 'port');
});

test('an editor renames over all files, and asks before an account gets another name', async () => {
  const editor = await openEditor(editorFleet, {
    capabilities: {
      workspace: {
        workspaceFolders: true,
        workspaceEdit: {
          documentChanges: true,
          changeAnnotationSupport: { groupsOnLabel: true },
        },
      },
    },
  });
  const at = (file: string, piece: string) => ({
    textDocument: { uri: editor.uri(file) },
    position: positionIn(editorFleet, cursorIn(editorFleet, file, piece)),
  });
  const prepared = await editor.request<{ placeholder: string }>(
    'textDocument/prepareRename',
    at('hosts/web.nix', 'owner = "sh$0op"'),
  );
  assert.is(prepared.placeholder, 'shop');
  const edit = await editor.request<WorkspaceEdit>('textDocument/rename', {
    ...at('hosts/web.nix', 'owner = "sh$0op"'),
    newName: 'store',
  });
  const files = (edit.documentChanges ?? []).flatMap((change) =>
    'textDocument' in change ? change.textDocument.uri.slice(editor.uri('').length) : [],
  );
  assert.equal(files.sort(), ['hosts/web.nix', 'modules/accounts.nix']);
  const [question] = Object.values(edit.changeAnnotations ?? {});
  assert.ok(question?.needsConfirmation, 'nobody is asked');
  const input = await editor.request<WorkspaceEdit>('textDocument/rename', {
    ...at('flake.nix', 'so$0ps-nix = {'),
    newName: 'sops',
  });
  assert.is(JSON.stringify(input).match(/"newText":"sops"/g)?.length, 4);
  await editor.close();
});

test.run();
