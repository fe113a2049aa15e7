import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InlayHint } from 'vscode-languageserver';
import { openEditor } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const test = suite('inlay hints');

const flake = `
-- flake.nix --
{
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ./both.nix ]; };
    nixosConfigurations.db = nixpkgs.lib.nixosSystem { modules = [ ./db.nix ./both.nix ]; };
  };
}
-- web.nix --
{ networking.hostName = "web"; }
-- db.nix --
{ networking.hostName = "db"; services.x.port = 9; }
-- both.nix --
`;

/** The module that both machines have, with the hints in `⟨…⟩`. */
const cases: Readonly<Record<string, string>> = {
  'what says its value by itself': '{ services.x.enable = true; services.y.names = [ "a" ]; }',
  'a path, which is another text from the root on': '{ services.y.file = ./web.nix; }',
  'a value that is worked out': '{ services.y.port = 80 + 1;⟨= 81⟩ }',
  'a default that another definition hides on one machine':
    '{ lib, ... }: { services.x.port = lib.mkDefault 80;⟨= db: 9, web: 80⟩ }',
  'a default that nothing hides': '{ lib, ... }: { services.y.port = lib.mkDefault 80;⟨= 80⟩ }',
  'what differs by machine':
    '{ config, ... }: { services.y.name = config.networking.hostName;⟨= db: "db", web: "web"⟩ }',
  'a set': '{ services.y = { z = 1; }; }',
  'what holds under a condition':
    '{ config, lib, ... }: { services.y.port = lib.mkIf (config.networking.hostName == "web") 7;⟨= web: 7⟩ }',
  'a secret': '{ users.users.a.password = "hunter" + "2hunter2"; }',
  'what is not known': '{ pkgs, ... }: { services.y.x = pkgs.lib.foo 1; }',
};

for (const [name, source] of Object.entries(cases)) {
  test(name, async () => {
    const text = source.replace(/⟨[^⟩]*⟩/g, '');
    const editor = await openEditor(marked(`${flake}${text}\n`).files, {
      settings: { features: { inlayHint: true } },
    });
    const hints = await editor.request<readonly InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri: editor.uri('both.nix') },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    });
    let shown = text;
    for (const { position, label } of hints.toReversed()) {
      const end = position.character + 1;
      shown = `${shown.slice(0, end)}⟨${label}⟩${shown.slice(end)}`;
    }
    assert.is(shown, source);
    await editor.close();
  });
}

test('nobody is shown hints who has not asked for them', async () => {
  const editor = await openEditor(marked(`${flake}{ services.y.port = 80 + 1; }\n`).files);
  const hints = await editor.request('textDocument/inlayHint', {
    textDocument: { uri: editor.uri('both.nix') },
    range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
  });
  assert.is(hints, null);
  await editor.close();
});

test.run();
