import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Location } from 'vscode-languageserver';
import { type Editor, openEditor } from '../support/editor.ts';
import { cursorIn, editorFleet, lineOf, positionIn } from '../support/editor-fleet.ts';

const test = suite('definitions by facts');

let editor: Editor;

test.before(async () => {
  editor = await openEditor(editorFleet);
});
test.after(async () => {
  await editor.close();
});

/** Where the cursor is, and the lines that it leads to. */
const cases: Readonly<Record<string, readonly [file: string, piece: string, ...goals: string[]]>> =
  {
    'an option where it is read': [
      'modules/shop.nix',
      '[ cfg.po$0rt ]',
      'modules/shop.nix: ⟦port⟧ = lib.mkOption {',
      'modules/shop.nix: shop.⟦port⟧ = lib.mkDefault 80;',
      'hosts/db.nix: shop.⟦port⟧ = lib.mkForce 5000;',
      'hosts/web.nix: ⟦port⟧ = 8443;',
    ],
    'an option of another module': [
      'hosts/db.nix',
      'shop.ena$0ble',
      'modules/shop.nix: ⟦enable⟧ = lib.mkEnableOption "the shop";',
      'hosts/web.nix: ⟦enable⟧ = true;',
    ],
    'an option that only upstream declares': [
      'hosts/db.nix',
      'postgresql.ena$0ble',
      'hosts/web.nix: services.postgresql.⟦enable⟧ = lib.mkDefault true;',
    ],
    'a secret where it is read': [
      'hosts/web.nix',
      'config.sops.secrets."shop/to$0ken".path',
      'hosts/web.nix: sops.secrets.⟦"shop/token"⟧ = {',
      'secrets/web.yaml: ⟦token⟧: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]',
      '.sops.yaml: - path_regex: ⟦secrets/web\\.yaml$⟧',
    ],
    'a key of an encrypted file': [
      'secrets/web.yaml',
      'to$0ken: ENC',
      'hosts/web.nix: sops.secrets.⟦"shop/token"⟧ = {',
      '.sops.yaml: - path_regex: ⟦secrets/web\\.yaml$⟧',
    ],
    'a user that owns a secret': [
      'hosts/web.nix',
      'owner = "sh$0op"',
      'modules/accounts.nix: users.users.⟦shop⟧ = {',
    ],
    'the user of a unit': [
      'hosts/web.nix',
      'User = "sh$0op"',
      'modules/accounts.nix: users.users.⟦shop⟧ = {',
    ],
    'a group of a user': [
      'modules/accounts.nix',
      'group = "st$0aff"',
      'modules/accounts.nix: users.groups.⟦staff⟧ = { gid = 900; };',
    ],
    'an input that another one follows': [
      'flake.nix',
      'follows = "nix$0pkgs"',
      'flake.nix: ⟦nixpkgs⟧.url = "github:NixOS/nixpkgs/nixos-25.05";',
      'flake.lock: "⟦nixpkgs⟧": {',
      'flake.lock: "root": { "inputs": { "⟦nixpkgs⟧": "nixpkgs" } }',
    ],
    'an output in a document': [
      'README.md',
      '.#si$0te',
      'flake.nix: packages.x86_64-linux.⟦site⟧ = nixpkgs.legacyPackages.x86_64-linux.callPackage ./site.nix { };',
    ],
    'a machine in a workflow': [
      '.github/workflows/build.yml',
      'nixosConfigurations.we$0b',
      'flake.nix: ⟦web⟧ = nixpkgs.lib.nixosSystem {',
    ],
    'a resource that was moved': [
      'cloud/main.tf',
      'to   = aws_instance.w$0eb',
      'cloud/main.tf: resource "aws_instance" ⟦"web"⟧ {',
    ],
  };

for (const [name, [file, piece, ...goals]] of Object.entries(cases)) {
  test(name, async () => {
    const found = await editor.request<readonly Location[] | null>('textDocument/definition', {
      textDocument: { uri: editor.uri(file) },
      position: positionIn(editorFleet, cursorIn(editorFleet, file, piece)),
    });
    assert.equal(
      (found ?? []).map((place) => lineOf(editorFleet, editor.uri(''), place)).sort(),
      goals.toSorted(),
    );
  });
}

test.run();
