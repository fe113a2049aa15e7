import { parse } from 'acorn';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dataFormatOf, readData } from '#analyzer/data/read.ts';
import { rules } from '#rules/index.ts';
import { healthyFleet } from './support/mutants/healthy-fleet.ts';
import { type Judged, judged, lineOf, mutantsToTry } from './support/mutants/matrix.ts';

const test = suite('mutants');
const fleet = healthyFleet('fixtures/fleets/proxied/healthy', rules);
const all = [...judged(fleet, mutantsToTry(fleet))];

test('facts alone say how to break a fleet in hundreds of ways', () => {
  assert.ok(all.length >= 200, `${all.length}`);
  const kinds = [...new Set(all.map(({ mutant }) => mutant.kind))].sort();
  assert.equal(kinds, ['alter', 'copy', 'drop', 'remove', 'swap']);
});

test('every mutant still parses', () => {
  assert.equal(all.filter(isBroken).map(lineOf), []);
});

test('nobody speaks of what has nothing to do with the change', () => {
  assert.equal(all.filter(({ verdict }) => verdict.kind === 'stray').map(lineOf), []);
});

function isBroken({ mutant, trial }: Judged): boolean {
  const { file, text } = mutant;
  if (text === undefined) return false;
  const format = dataFormatOf(file);
  if (format) return readData(text, format).problems.length > 0;
  if (file.endsWith('.rules')) return !isScript(text);
  return (trial.snapshot.analysis(file)?.tree.errors.length ?? 0) > 0;
}

function isScript(text: string): boolean {
  try {
    parse(text, { ecmaVersion: 'latest' });
    return true;
  } catch {
    return false;
  }
}

test.run();
