import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { symbolsOf } from '#lsp/features/document-symbols.ts';
import { factPlaces } from '#lsp/features/fact-places.ts';
import { factRename } from '#lsp/features/fact-rename/rename.ts';
import { factHover } from '#lsp/features/hover/fact-hover.ts';
import { inlayHints } from '#lsp/features/inlay-hints.ts';
import { importsOf, moduleUse } from '#lsp/features/module-imports.ts';
import { editorFleet } from '../support/editor-fleet.ts';
import { snapshotOf } from '../support/fleet.ts';

const test = suite('facts at any place');

const texts = new Map([...editorFleet].map(([file, text]) => [filePath(file), text]));

/** Asks everything about a place; whatever is answered lies in a text, and holds no secret. */
function ask(snapshot: Snapshot, file: FilePath, offset: number): void {
  const places = factPlaces(snapshot, { file, offset })?.places ?? [];
  for (const place of places) {
    const length = snapshot.text(place.file)?.length ?? -1;
    const isInside = 0 <= place.span.start && place.span.end <= length;
    assert.ok(isInside, `${file} at ${offset} leads outside of ${place.file}`);
  }
  const markdown = factHover(snapshot, { file, offset })?.markdown ?? '';
  assert.not.match(markdown, /hunter2|ENC\[/);
  factRename(snapshot, { file, offset, to: 'other' });
}

test('every place of every file, and places outside', () => {
  const snapshot = snapshotOf(texts);
  for (const [file, text] of texts) {
    for (let offset = 0; offset <= text.length + 5; offset += 3) ask(snapshot, file, offset);
    ask(snapshot, file, -1);
    inlayHints(snapshot, { file, span: { start: 0, end: text.length } });
    importsOf(snapshot, { file });
    moduleUse(snapshot, { file });
  }
});

for (const name of [
  'hosts/web.nix',
  'modules/shop.nix',
  'flake.nix',
  'cloud/main.tf',
  'flake.lock',
]) {
  test(`${name} while it is being written`, () => {
    const file = filePath(name);
    const text = texts.get(file) ?? '';
    for (let part = 0; part < 5; part++) {
      const end = Math.floor((text.length * part) / 5);
      const snapshot = snapshotOf(new Map(texts).set(file, text.slice(0, end)));
      for (let offset = 0; offset <= end; offset += 11) ask(snapshot, file, offset);
      ask(snapshot, filePath('modules/accounts.nix'), 20);
      const analysis = snapshot.analysis(file);
      if (analysis) symbolsOf(analysis);
    }
  });
}

test('files that are not there', () => {
  ask(snapshotOf(texts), filePath('nowhere.nix'), 0);
  ask(snapshotOf(new Map()), filePath('flake.nix'), 0);
});

test.run();
