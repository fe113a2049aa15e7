import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { appliedTo } from '../support/applied-edits.ts';
import { ableEditor, fixAllIn } from '../support/code-actions.ts';
import { type Editor, openEditor } from '../support/editor.ts';
import { textsBelow } from '../support/fleet.ts';
import { runIn } from '../support/run-cli.ts';

const test = suite('`source.fixAll.flakewise`');

const broken = 'fixtures/fleets/proxied/broken';

test('it does to a file what the command line does, and nothing the second time', async () => {
  const texts = textsBelow(broken);
  const editor = await openEditor(texts, { capabilities: ableEditor });
  const copy = mkdtempSync(join(tmpdir(), 'flakewise-'));
  cpSync(broken, copy, { recursive: true });
  let mended = 0;
  for (const file of mostBroken(editor)) {
    const text = texts.get(file as FilePath) ?? '';
    const ours = appliedTo(texts, await fixAllIn(editor, file));
    await runIn(copy, ['check', '--fix', file]);
    for (const [other, before] of texts) {
      const theirs = readFileSync(join(copy, other), 'utf8');
      assert.is(ours.get(other), theirs, `${other}, of ${file}`);
      if (theirs !== before) writeFileSync(join(copy, other), before);
    }
    if (ours.get(file) === text) continue;
    mended++;
    editor.open(file, text);
    await editor.replace(file, ours.get(file) ?? '', 2);
    assert.equal(changesOf(await fixAllIn(editor, file)), 0);
    await editor.replace(file, text, 3);
  }
  assert.ok(mended > 4, `${mended} files were mended`);
  rmSync(copy, { recursive: true });
  await editor.close();
});

/** Some files whose findings with fixes are of most rules. */
function mostBroken({ published, uri }: Editor): readonly string[] {
  const rulesIn = [...published].map(([at, { diagnostics }]) => {
    const mendable = diagnostics.filter(({ data }) => data.fixes.length > 0);
    const rules = new Set(mendable.map(({ code }) => code));
    return { file: at.slice(uri('').length), count: rules.size };
  });
  const sorted = rulesIn.toSorted((a, b) => b.count - a.count);
  return sorted.slice(0, 6).map(({ file }) => file);
}

function changesOf({
  changes = {},
  documentChanges = [],
}: object & Parameters<typeof appliedTo>[1]): number {
  return Object.keys(changes).length + documentChanges.length;
}

test.run();
