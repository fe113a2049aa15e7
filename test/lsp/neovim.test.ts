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

const actionable = marked(`
  -- flake.nix --
  { outputs = { ... }: { }; }
  -- a.nix --
  { relativeToRoot, ... }:
  let
    unused = 1;
  in
  {
    modules =
      map relativeToRoot [
        # common
        "modules/base.nix"
      ]
      ++ [ ];
  }
`).files;

const changed = `{ relativeToRoot, ... }:
let
  # flakewise-ignore unused/let-binding: \n  unused = 1;
in
{
  modules = map relativeToRoot [
    # common
    "modules/base.nix"
  ];
}
`;

if (hasNeovim) {
  test('shows findings of the whole workspace, follows edits, and ends with the editor', async () => {
    const folder = laidOut(files);
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

  test('works out what an action changes once it is chosen', async () => {
    const folder = laidOut(actionable);
    const { text } = await inNeovim({
      folder,
      file: 'a.nix',
      actions: [
        { title: 'Leave it out (flakewise)', line: 9, character: 7 },
        { title: 'Ignore `unused/let-binding` on this line', line: 2, character: 4 },
      ],
    });
    assert.is(`${text}\n`, changed);
    rmSync(folder, { recursive: true, force: true });
  });
} else {
  test('is not tried, because there is no Neovim here', () => assert.not(hasNeovim));
}

test.run();

/** The path of a new folder that has these files. */
function laidOut(files: ReadonlyMap<string, string>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flakewise-fleet-')));
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}
