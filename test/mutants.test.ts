import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { healthyFleet } from './support/mutants/healthy-fleet.ts';
import { judged, mutantsToTry } from './support/mutants/matrix.ts';

const test = suite('mutants');
const fleet = healthyFleet('fixtures/fleets/proxied/healthy');
const all = [...judged(fleet, mutantsToTry(fleet))];

test('facts alone say how to break a fleet in hundreds of ways', () => {
  assert.ok(all.length >= 200, `${all.length}`);
  const kinds = [...new Set(all.map(({ mutant }) => mutant.kind))].sort();
  assert.equal(kinds, ['alter', 'copy', 'drop', 'remove', 'swap']);
});

test('every mutant still parses', () => {
  assert.equal(
    all.filter(({ parses }) => !parses).map(({ line }) => line),
    [],
  );
});

test('nobody speaks of what has nothing to do with the change', () => {
  assert.equal(
    all.filter(({ verdict }) => verdict.kind === 'stray').map(({ line }) => line),
    [],
  );
});

test.run();
