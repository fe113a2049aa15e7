import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { applyEdits } from '#linter/edits.ts';
import { rewritesAt } from '#lsp/features/rewrites.ts';
import { parse } from '#parser/parse.ts';
import { clutteredProgram } from '../support/cluttered-programs.ts';
import { evaluateText, isKnown, jsonOf } from '../support/evaluate.ts';
import { programFrom, showing } from '../support/nix-programs.ts';

const test = suite('rewrites of any program');

const choices = fc.array(fc.nat(), { minLength: 20, maxLength: 160 });
const plain = fc.sample(choices.map(programFrom), { numRuns: 16, seed: 11 });
const cluttered = fc.sample(choices.map(clutteredProgram), { numRuns: 50, seed: 12 });
const programs = [...plain, ...cluttered].filter((text) => parse(text, 'nix').errors.length === 0);

test('a program keeps its value', () => {
  let [rewritten, judged] = [0, 0];
  for (const before of programs) {
    const old = known(before);
    for (const { title, after } of rewritesOf(before)) {
      rewritten++;
      assert.equal(parse(after, 'nix').errors, [], `${title}: ${before}\nbecame\n${after}`);
      if (old === undefined) continue;
      judged++;
      assert.is(known(after), old, `${title}: ${before}\nbecame\n${after}`);
    }
  }
  assert.ok(rewritten > 100, `${rewritten} rewrites`);
  assert.ok(judged > 60, `${judged} of them with a known value`);
});

test('a text between other quotes says the same', () => {
  const character = fc.constantFrom(
    ...["'", "''", '$', '{', '}', '\\', '"', '\n', ' ', '\t', 'a', '${x}'],
  );
  const texts = fc.array(character, { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.constantFrom('"', "''"), (text, quote) => {
      const before = `let x = "y"; in ${quote}${text}${quote}`;
      if (parse(before, 'nix').errors.length > 0) return;
      for (const { title, after } of rewritesOf(before)) {
        assert.is(known(after), known(before), `${title}: ${before}\nbecame\n${after}`);
      }
    }),
    { numRuns: 300 },
  );
});

/** What a text may become by the rewrites at each of its places. */
function rewritesOf(text: string): { readonly title: string; readonly after: string }[] {
  const analysis = analyzeText(text, 'nix');
  const found = new Map<string, string>();
  for (let offset = 0; offset <= text.length; offset++) {
    const file = 'a.nix' as FilePath;
    for (const { title, does } of rewritesAt({ file, analysis, textOf: () => text }, offset)) {
      if ('edits' in does) found.set(applyEdits(text, does.edits), title);
    }
  }
  return [...found].map(([after, title]) => ({ title, after }));
}

/** The value as JSON; `undefined` when it is not known. */
function known(text: string): string | undefined {
  const value = evaluateText(showing(text));
  return isKnown(value) ? JSON.stringify(jsonOf(value)) : undefined;
}

test.run();
