import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Location } from 'vscode-languageserver';
import { type Editor, openEditor } from '../support/editor.ts';
import { cursorIn, editorFleet, lineOf, positionIn } from '../support/editor-fleet.ts';

const test = suite('references by facts');

let editor: Editor;

test.before(async () => {
  editor = await openEditor(editorFleet);
});
test.after(async () => {
  await editor.close();
});

/** Where the cursor is, and the lines that speak of the same. */
const cases: Readonly<Record<string, readonly [file: string, piece: string, ...places: string[]]>> =
  {
    'an option where it is defined': [
      'hosts/web.nix',
      'po$0rt = 8443',
      'modules/shop.nix: ⟦port⟧ = lib.mkOption {',
      'modules/shop.nix: shop.⟦port⟧ = lib.mkDefault 80;',
      'modules/shop.nix: networking.firewall.allowedTCPPorts = [ cfg.⟦port⟧ ];',
      'hosts/db.nix: shop.⟦port⟧ = lib.mkForce 5000;',
      'hosts/web.nix: ⟦port⟧ = 8443;',
    ],
    'a secret where it is kept': [
      'secrets/web.yaml',
      'to$0ken: ENC',
      'hosts/web.nix: sops.secrets.⟦"shop/token"⟧ = {',
      'hosts/web.nix: script = "serve --token ${config.sops.secrets.⟦"shop/token"⟧.path}";',
      'secrets/web.yaml: ⟦token⟧: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]',
      '.sops.yaml: - path_regex: ⟦secrets/web\\.yaml$⟧',
    ],
    'a user where it is declared': [
      'modules/accounts.nix',
      'users.users.sh$0op',
      'modules/accounts.nix: users.users.⟦shop⟧ = {',
      'hosts/web.nix: owner = ⟦"shop"⟧;',
      'hosts/web.nix: serviceConfig.User = ⟦"shop"⟧;',
    ],
    'a group where it is declared': [
      'modules/accounts.nix',
      'users.groups.st$0aff',
      'modules/accounts.nix: users.groups.⟦staff⟧ = { gid = 900; };',
      'modules/accounts.nix: group = ⟦"staff"⟧;',
    ],
    'an input where it is declared': [
      'flake.nix',
      'so$0ps-nix = {',
      'flake.nix: ⟦sops-nix⟧ = {',
      'flake.nix: outputs = { self, nixpkgs, ⟦sops-nix⟧, home-manager, ... }: {',
      'flake.nix: ⟦sops-nix⟧.nixosModules.sops',
      'flake.nix: modules = [ ./hosts/db.nix ⟦sops-nix⟧.nixosModules.sops ];',
    ],
    'an output where it is made': [
      'flake.nix',
      'si$0te = nixpkgs',
      'flake.nix: packages.x86_64-linux.⟦site⟧ = nixpkgs.legacyPackages.x86_64-linux.callPackage ./site.nix { };',
      'README.md: nix build ⟦.#site⟧',
    ],
    'a machine where it is made': [
      'flake.nix',
      'we$0b = nixpkgs',
      'flake.nix: ⟦web⟧ = nixpkgs.lib.nixosSystem {',
      'hosts/web.nix: networking.hostName = ⟦"web"⟧;',
      'README.md: nixos-rebuild switch --flake ⟦.#web⟧',
      '.github/workflows/build.yml: - run: nix build ⟦.#nixosConfigurations.web.config.system.build.toplevel⟧',
    ],
    'a key that files are encrypted for': [
      '.sops.yaml',
      '- *w$0eb',
      '.sops.yaml: - ⟦*web⟧',
      'secrets/web.yaml: - recipient: ⟦age1webwebwebwebwebwebwebwebwebwebwebwebwebwebwebwebwebfake0⟧',
    ],
    'a resource where it is declared': [
      'cloud/main.tf',
      '"aws_instance" "w$0eb"',
      'cloud/main.tf: resource "aws_instance" ⟦"web"⟧ {',
      'cloud/main.tf: instance = ⟦aws_instance.web⟧.id',
      'cloud/main.tf: to   = ⟦aws_instance.web⟧',
    ],
  };

for (const [name, [file, piece, ...places]] of Object.entries(cases)) {
  test(name, async () => {
    const found = await editor.request<readonly Location[] | null>('textDocument/references', {
      textDocument: { uri: editor.uri(file) },
      position: positionIn(editorFleet, cursorIn(editorFleet, file, piece)),
      context: { includeDeclaration: true },
    });
    const lines = (found ?? []).map((place) => lineOf(editorFleet, editor.uri(''), place));
    assert.equal(lines.sort(), places.toSorted());
  });
}

test('declarations are left out where nobody asks for them', async () => {
  const found = await editor.request<readonly Location[] | null>('textDocument/references', {
    textDocument: { uri: editor.uri('modules/accounts.nix') },
    position: positionIn(
      editorFleet,
      cursorIn(editorFleet, 'modules/accounts.nix', 'users.groups.st$0aff'),
    ),
    context: { includeDeclaration: false },
  });
  const lines = (found ?? []).map((place) => lineOf(editorFleet, editor.uri(''), place));
  assert.equal(lines, ['modules/accounts.nix: group = ⟦"staff"⟧;']);
});

test.run();
