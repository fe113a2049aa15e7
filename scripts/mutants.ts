/**
 * Breaks the healthy fleet in every way that its facts offer, one at a time, and prints who notices.
 *
 * `npm run mutants` prints how many were found; with words it prints those mutants whose names have
 * them, with what was changed.
 */
import { healthyFleet } from '../test/support/mutants/healthy-fleet.ts';
import { judged, matrixOf, mutantsToTry } from '../test/support/mutants/matrix.ts';

const words = process.argv.slice(2);
const fleet = healthyFleet('fixtures/fleets/proxied/healthy');
const mutants = mutantsToTry(fleet).filter(
  ({ id, file }) => words.length === 0 || words.some((word) => `${file} ${id}`.includes(word)),
);
const all = [...judged(fleet, mutants)];

for (const one of words.length === 0 ? [] : all) {
  const { file, replaced, replacement } = one.mutant;
  const before = fleet.snapshot.text(file)?.slice(replaced.start, replaced.end) ?? '';
  console.log(one.line);
  console.log(`  - ${JSON.stringify(before)}\n  + ${JSON.stringify(replacement)}`);
}
if (all.length > 0) console.log(matrixOf(all));
