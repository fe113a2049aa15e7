import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { isOpenSecret } from '#analyzer/encrypted.ts';
import { createWorkspace } from '#analyzer/workspace.ts';
import { paletteOf } from '#cli/format/palette.ts';
import { formatPretty } from '#cli/format/pretty.ts';
import { sourcesOf } from '#cli/format/report.ts';
import { memoryFiles, snapshotOf } from './support/fleet.ts';

const test = suite('open secrets');

test('lines of a file of secrets are not shown, though nobody encrypted it', () => {
  const texts = new Map(
    Object.entries({
      'flake.nix': `{ outputs = { nixpkgs, ... }: { nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
        modules = [ { sops.defaultSopsFile = ./vault.yaml; sops.secrets.token = { }; } ]; }; }; }`,
      'vault.yaml': 'other: x\ntoken: hunter2\n',
      'plain.yaml': 'other: x\ntoken: tiger3\n',
    }).map(([file, text]) => [file as FilePath, text] as const),
  );
  const snapshot = snapshotOf(texts);
  const diagnostics = ['vault.yaml', 'plain.yaml'].map((file): Diagnostic => {
    const place = { file: file as FilePath, span: { start: 9, end: 14 } };
    return {
      ...place,
      rule: 'x/y',
      severity: 'error',
      message: 'not encrypted',
      related: [],
      fixes: [],
    };
  });
  const sources = sourcesOf({
    text: (file) => snapshot.text(file),
    path: String,
    isSecret: (file) => isOpenSecret(snapshot, file),
  });
  const report = { diagnostics, files: 3, known: 0, coverage: undefined, sources, rules: [] };
  const output = formatPretty(report, paletteOf(false));
  assert.match(output, /--> vault\.yaml:2:1/);
  assert.not.match(output, /hunter2/);
  assert.match(output, /token: tiger3/);
});

test('facts follow when git begins to keep a file encrypted', () => {
  const texts = new Map(
    Object.entries({
      'flake.nix': `{ outputs = { nixpkgs, ... }: { nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
        modules = [ { services.a.door = (import ./keys.nix).door; } ]; }; }; }`,
      'keys.nix': '{ door = "sesame"; }',
      '.gitattributes': '*.png binary\n',
    }).map(([file, text]) => [file as FilePath, text] as const),
  );
  const workspace = createWorkspace();
  workspace.apply([{ kind: 'open', files: memoryFiles(texts), paths: [...texts.keys()].sort() }]);
  const doors = (): string => JSON.stringify(workspace.snapshot().facts().table('option').rows);
  assert.match(doors(), '"sesame"');
  const attributes = (text: string): void => {
    const file = '.gitattributes' as FilePath;
    workspace.apply([{ kind: 'set', file, content: { kind: 'text', text } }]);
  };
  attributes('keys.nix filter=git-crypt diff=git-crypt\n');
  assert.not.match(doors(), 'sesame');
  attributes('*.png binary\n');
  assert.match(doors(), '"sesame"');
});

test.run();
