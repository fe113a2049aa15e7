import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from '#parser/parse.ts';

/**
 * Texts that real Nix was asked about; `scripts/parse-disagreements.ts` asks it about whole folders.
 *
 * Names without a binder, attributes defined twice, and dynamic attributes
 * where none may stand are not questions of syntax, and count as accepted.
 */
interface Verdicts {
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

const { accepted, refused } = JSON.parse(
  readFileSync(new URL('../fixtures/parse/verdicts.json', import.meta.url), 'utf8'),
) as Verdicts;

const verdicts = suite('parser verdicts');

for (const text of accepted) {
  verdicts(`Nix accepts ${JSON.stringify(text)}`, () => {
    assert.equal(parse(text, 'nix').errors, []);
  });
}

for (const text of refused) {
  verdicts(`Nix refuses ${JSON.stringify(text)}`, () => {
    assert.ok(parse(text, 'nix').errors.length > 0, 'no error');
  });
}

verdicts.run();
