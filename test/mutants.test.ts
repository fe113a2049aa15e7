import { readFileSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { healthyFleet } from './support/mutants/healthy-fleet.ts';
import { isUnexplained, judged, mutantsToTry } from './support/mutants/matrix.ts';

const test = suite('mutants');
const folder = 'fixtures/fleets/proxied';
const fleet = healthyFleet(`${folder}/healthy`);
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

test('nobody is silent without a reason that somebody has looked at', () => {
  assert.equal(
    all.filter(isUnexplained).map(({ line }) => line),
    [],
  );
  const used = new Set(all.flatMap(({ classes }) => classes));
  assert.equal(
    fleet.classes.filter((one) => !used.has(one)),
    [],
    'reasons for what does not happen',
  );
});

test('what becomes of each mutant is what is written beside the fleet', () => {
  const expectedFile = `${folder}/mutants.expected.txt`;
  const found = all.map(({ line }) => line);
  if (process.env.UPDATE === '1') writeFileSync(expectedFile, `${found.join('\n')}\n`);
  const expected = readFileSync(expectedFile, 'utf8').trimEnd().split('\n');
  assert.equal(without(found, expected), [], 'more than expected');
  assert.equal(without(expected, found), [], 'less than expected');
});

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}

test.run();
