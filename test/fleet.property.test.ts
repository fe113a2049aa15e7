import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { createWorkspace } from '#analyzer/workspace.ts';
import { everything, tableNames } from './support/everything.ts';
import { memoryFiles, snapshotOf, textsBelow } from './support/fleet.ts';

const test = suite('fleet properties');
const healthy = textsBelow('fixtures/fleets/proxied/healthy');
const names = [...healthy.keys()].filter((name) => /\.(nix|tf)$/.test(name));

/** A file of the fleet with a part cut out or replaced by noise. */
const damage = fc.record({
  name: fc.constantFrom(...names),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 60 }),
  noise: fc.constantFrom(
    '',
    '{',
    '}',
    '"',
    "''",
    '${',
    ';',
    'rec',
    'inherit',
    'with',
    '[',
    '(x: x)',
  ),
});

function damaged(
  changes: readonly { name: FilePath; at: number; length: number; noise: string }[],
) {
  const texts = new Map(healthy);
  for (const { name, at, length, noise } of changes) {
    const text = texts.get(name) ?? '';
    const start = Math.floor(at * text.length);
    texts.set(name, text.slice(0, start) + noise + text.slice(start + length));
  }
  return texts;
}

test('a damaged fleet still gives facts, and every place is inside its file', () => {
  // One workspace sees them all, so that machines without damage need not be evaluated again.
  const workspace = createWorkspace();
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (changes) => {
      const texts = damaged(changes);
      workspace.apply([{ kind: 'open', files: memoryFiles(texts), paths: [...texts.keys()] }]);
      const facts = workspace.snapshot().facts();
      for (const name of tableNames) {
        for (const { at } of [...facts.table(name).rows, ...facts.table(name).gaps]) {
          if (!at) continue;
          const { file, span } = facts.locate(at);
          assert.ok(span.start <= span.end && span.end <= (texts.get(file) ?? '').length);
        }
      }
    }),
    { numRuns: 25 },
  );
});

test('the order in which files are found, and tables asked for, changes nothing', () => {
  const expected = everything(snapshotOf(healthy).facts());
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...healthy], { minLength: healthy.size }),
      fc.shuffledSubarray([...tableNames]),
      (files, asked) => {
        const facts = snapshotOf(new Map(files)).facts();
        for (const name of asked) facts.table(name);
        assert.equal(everything(facts), expected);
      },
    ),
    { numRuns: 5 },
  );
});

test.run();
