import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath, Fix } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { commentsIn } from '#linter/comments.ts';
import type { Texts } from './support/edits.ts';
import { Repairs } from './support/fixing.ts';
import { memoryFiles, textsBelow } from './support/fleet.ts';
import { combined } from './support/mutants/combine.ts';
import { mutantsOf } from './support/mutants/generate.ts';
import { healthyFleet } from './support/mutants/healthy-fleet.ts';

const test = suite('fix properties');
const folder = 'fixtures/fleets/proxied';
const healthy = healthyFleet(`${folder}/healthy`);
const texts = textsBelow(`${folder}/healthy`);
const mutants = mutantsOf(healthy.snapshot).all();
const healthyRepairs = new Repairs(healthy.files, healthy.snapshot.files, healthy);

test('fixes of the broken fleet arrive in one run and keep every comment', () => {
  const broken = textsBelow(`${folder}/broken`);
  const paths = [...broken.keys()].sort();
  const repairs = new Repairs(memoryFiles(broken), paths, healthy);
  for (const safety of ['safe', 'unsafe'] as const) assert.ok(hold(repairs, new Map(), safety) > 5);
});

test('fixes of mutated copies arrive in one run and keep every comment', () => {
  let applied = 0;
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(mutants.length - 1), { minLength: 6, maxLength: 12 }),
      (picked) => {
        const some = picked.flatMap((index) => mutants[index] ?? []);
        const changed = combined(texts, some);
        const safe = hold(healthyRepairs, changed, 'safe');
        applied += safe + hold(healthyRepairs, changed, 'unsafe');
      },
    ),
    { numRuns: 60, seed: 1 },
  );
  assert.ok(applied > 60, `${applied}`);
});

/** Holds what must be so of the fixes of a fleet with these texts; how many there were. */
function hold(repairs: Repairs, changed: Texts, safety: Fix['safety']): number {
  const before = repairs.snapshot(changed);
  const comments = allComments(before);
  const errors = errorsOf(before);
  const first = repairs.fix(changed, safety);
  const fixed = new Map([...changed, ...first.changed]);
  const after = repairs.snapshot(fixed);
  assert.ok(errorsOf(after) <= errors, 'the fixed files parse no worse');
  const kept = allComments(after);
  const lost = [...comments].filter(([comment, count]) => (kept.get(comment) ?? 0) < count);
  assert.equal(lost, []);
  const again = repairs.fix(fixed, safety);
  assert.equal([again.applied, [...again.changed.keys()]], [0, []]);
  return first.applied;
}

function errorsOf(snapshot: Snapshot): number {
  const errors = snapshot.files.map((file) => snapshot.analysis(file)?.tree.errors.length ?? 0);
  return errors.reduce((sum, count) => sum + count, 0);
}

/** Every comment of every file, with how often it is there. */
function allComments(snapshot: Snapshot): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const file of snapshot.files)
    for (const comment of commentTexts(snapshot, file))
      counts.set(comment, (counts.get(comment) ?? 0) + 1);
  return counts;
}

/** The comments of a file, whatever its language, without their layout. */
function commentTexts(snapshot: Snapshot, file: FilePath): readonly string[] {
  const text = snapshot.text(file) ?? '';
  return commentsIn(file, snapshot).map(({ start, end }) => {
    return `${file} ${text.slice(start, end).replaceAll(/\s+/g, ' ').trim()}`;
  });
}

test.run();
