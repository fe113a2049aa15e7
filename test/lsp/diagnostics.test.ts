import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('diagnostics in an editor');

const fleet = marked(`
  -- flake.nix --
  {
    outputs = { nixpkgs, ... }: {
      nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; };
    };
  }
  -- web.nix --
  { imports = [ ./missing.nix ]; networking.hostName = "web"; }
  -- other.nix --
  let unused = 1; in 2
`);

test('findings of the whole workspace are told without a file being open', async () => {
  const editor = await openEditor(fleet.files);
  const rules = [...editor.published].map(([uri, { diagnostics, version }]) => {
    return [uri, version, diagnostics.map(({ code, source }) => `${source} ${code}`)];
  });
  assert.equal(rules.sort(), [
    ['file:///fleet/other.nix', undefined, ['flakewise unused/let-binding']],
    ['file:///fleet/web.nix', undefined, ['flakewise structure/missing-import']],
  ]);
  await editor.close();
});

test('an edit is told with its version, and what it mends is taken back', async () => {
  const editor = await openEditor(fleet.files);
  editor.open('other.nix');
  await editor.replace('other.nix', 'let used = 1; in used\n', 2);
  await editor.settled();
  assert.equal(editor.published.get(editor.uri('other.nix')), {
    uri: editor.uri('other.nix'),
    diagnostics: [],
    version: 2,
  });
  assert.is(editor.diagnostics('web.nix').length, 1);
  await editor.close();
});

test('a file that comes mends a finding in a file that is not open', async () => {
  const editor = await openEditor(fleet.files);
  editor.disk.get('file:///fleet')?.set('missing.nix', '{ }\n');
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: editor.uri('missing.nix'), type: 1 }],
  });
  await editor.settled();
  assert.equal(editor.diagnostics('web.nix'), []);
  await editor.close();
});

test.run();
