import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { createWorkspace } from '#analyzer/workspace.ts';
import type { Texts } from './edits.ts';
import { everything } from './everything.ts';
import { memoryFiles, snapshotOf } from './fleet.ts';

/** An edit of one file, in which `from` stands once. */
export interface WakingEdit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The machines that are evaluated after it. */
  readonly wakes: readonly string[];
  /** Those that are evaluated once it is taken back and nothing of before is known; the same when absent. */
  readonly back?: readonly string[];
}

/**
 * Makes edits one by one, each of the fleet as it is, and takes each back, once
 * while it is known what was before, which wakes nobody who was woken, and once
 * when it is forgotten. After each of them, everything that is known must be what
 * a fresh workspace knows.
 */
export function checkWaking(fleet: Texts, edits: readonly WakingEdit[]): void {
  const expected = everything(snapshotOf(fleet).facts());
  for (const { file, from, to, wakes, back = wakes } of edits) {
    const text = fleet.get(file as FilePath) ?? '';
    assert.is(text.split(from).length, 2, `${file} has ${from} once`);
    const changed = new Map(fleet).set(
      file as FilePath,
      text.replace(from, () => to),
    );
    const evaluated: string[] = [];
    const workspace = createWorkspace((event) => {
      if (event.kind === 'machine-evaluated') evaluated.push(event.machine);
    });
    const found = (texts: Texts, isForgotten = false): readonly string[] => {
      const content = { kind: 'text', text: texts.get(file as FilePath) ?? '' } as const;
      workspace.apply([{ kind: 'set', file: file as FilePath, content }]);
      const snapshot = workspace.snapshot();
      const facts = everything(snapshot.facts());
      if (isForgotten) snapshot.release();
      return facts;
    };
    workspace.apply([{ kind: 'open', files: memoryFiles(fleet), paths: [...fleet.keys()] }]);
    assert.equal(found(fleet), expected);
    evaluated.length = 0;
    const now = found(changed);
    assert.equal(now, everything(snapshotOf(changed).facts()), `${from} becomes ${to}`);
    assert.equal(evaluated, wakes, `${from} becomes ${to}`);
    assert.equal(found(fleet), expected, `${to} becomes ${from} again`);
    if (back === wakes) assert.equal(evaluated, wakes, `${to} becomes ${from}, which is known`);
    assert.equal(found(changed, true), now, `${from} becomes ${to} again`);
    evaluated.length = 0;
    assert.equal(found(fleet), expected, `${to} becomes ${from}, which is forgotten`);
    assert.equal(evaluated, back, `${to} becomes ${from}, which is forgotten`);
  }
}
