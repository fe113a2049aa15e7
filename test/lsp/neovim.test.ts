import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { marked } from '../support/marked.ts';
import { hasNeovim, inNeovim } from '../support/neovim/neovim.ts';

const test = suite('the built server in Neovim');

const { files } = marked(`
  -- flake.nix --
  {
    inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    outputs = { nixpkgs, ... }: {
      nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; };
    };
  }
  -- web.nix --
  { config, ... }:
  let
    unused = 1;
  in
  {
    imports = [ ./missing.nix ];
    networking.hostName = "web";
  }
`);

if (hasNeovim) {
  test('shows findings of the whole workspace, follows edits, and ends with the editor', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flakewise-fleet-')));
    for (const [file, text] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const session = await inNeovim({
      folder,
      file: 'flake.nix',
      requests: [{ method: 'textDocument/foldingRange', line: 0, character: 0 }],
      edit: { line: 0, text: 'let unused = 1; in {' },
    });
    const found = Object.entries(session.findings).map(([uri, findings]) => {
      return [uri.slice(pathToFileURL(folder).href.length + 1), findings.map(({ code }) => code)];
    });
    assert.equal(found.sort(), [
      ['flake.nix', ['unused/let-binding']],
      ['web.nix', ['unused/let-binding', 'structure/missing-import']],
    ]);
    assert.is(session.encoding, 'utf-16');
    assert.is(session.shown, 0);
    assert.is(session.shownAfterEdit, 1);
    assert.ok(Array.isArray(session.answers[0]) && session.answers[0].length > 0);
    rmSync(folder, { recursive: true, force: true });
  });
} else {
  test('is not tried, because there is no Neovim here', () => assert.not(hasNeovim));
}

test.run();
