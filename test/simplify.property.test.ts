import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { commentsWithin } from '#analyzer/edit/comments.ts';
import { fixAll } from '#linter/fix.ts';
import { lint } from '#linter/lint.ts';
import type { Rule } from '#linter/rule.ts';
import { defaultSettings, type Settings } from '#linter/settings.ts';
import { parse } from '#parser/parse.ts';
import { rules } from '#rules/index.ts';
import { clutteredProgram } from './support/cluttered-programs.ts';
import { evaluateText, isKnown, jsonOf } from './support/evaluate.ts';
import { snapshotOf } from './support/fleet.ts';
import { programFrom, showing } from './support/nix-programs.ts';

const test = suite('fixes that simplify');
const mending = rules.filter(
  ({ meta }) => /^(simplify|deprecated|style|unused)\//.test(meta.name) && meta.fix !== 'none',
);
const choices = fc.array(fc.nat(), { minLength: 20, maxLength: 160 });
const plain = fc.sample(choices.map(programFrom), { numRuns: 60, seed: 3 });
const cluttered = fc.sample(choices.map(clutteredProgram), { numRuns: 400, seed: 5 });
const programs = [...plain, ...plain.map(tightened), ...cluttered].filter(
  (text) => parse(text, 'nix').errors.length === 0,
);
const all = programs.map((before) => ({ before, after: fixed(before, mending) }));
const changed = all.filter(({ before, after }) => before !== after);

test('a program keeps its value and its comments, and a second run changes nothing', () => {
  assert.ok(changed.length > 300, `${changed.length} of ${programs.length} programs change`);
  let judged = 0;
  for (const { before, after } of changed) {
    assert.is(fixed(after, mending), after, before);
    assert.equal(commentsOf(after), commentsOf(before), `${before}\nbecame\n${after}`);
    const old = known(before);
    if (old === undefined) continue;
    judged++;
    assert.is(known(after), old, `${before}\nbecame\n${after}`);
  }
  assert.ok(judged > 200, `${judged} programs have a known value`);
});

for (const rule of mending.filter(({ meta }) => meta.fix === 'safe')) {
  test(`${rule.meta.name} alone keeps values`, () => {
    for (const before of programs) {
      const after = fixed(before, [rule]);
      const old = after === before ? undefined : known(before);
      if (old !== undefined) assert.is(known(after), old, `${before}\nbecame\n${after}`);
    }
  });
}

if (spawnSync('nix-instantiate', ['--version']).status === 0) {
  test('real Nix gives both the same value', () => {
    const good = changed.filter(({ before }) => known(before) !== undefined);
    assert.equal(
      nixValues(good.map(({ after }) => after)),
      nixValues(good.map(({ before }) => before)),
    );
  });
} else {
  test('nix-instantiate is not on the PATH, so real Nix judges no fixes here', () => {});
}

test.run();

/** The program with fewer spaces, where brackets part the tokens as well. */
function tightened(text: string): string {
  return text.replace(/ \(/g, '(').replace(/\) /g, ')');
}

function fixed(text: string, chosen: readonly Rule[]): string {
  const file = 'default.nix' as FilePath;
  const settings: Settings = {
    ...defaultSettings,
    selection: { select: new Set(chosen.map(({ meta }) => meta.name)), ignore: new Set() },
  };
  const { changed: texts } = fixAll({
    safety: 'safe',
    read: () => ({ kind: 'text', text }),
    lint: (overlay) => lint(snapshotOf(new Map([[file, text], ...overlay])), chosen, settings),
  });
  return texts.get(file) ?? text;
}

function commentsOf(text: string): readonly string[] {
  const tree = parse(text, 'nix');
  const spans = commentsWithin(tree, { start: 0, end: text.length });
  return spans.map(({ start, end }) => text.slice(start, end)).toSorted();
}

/** The value of a program as JSON; `undefined` where it fails or cannot be told. */
function known(text: string): string | undefined {
  const value = evaluateText(showing(text), { steps: 500_000 });
  return isKnown(value) ? JSON.stringify(jsonOf(value)) : undefined;
}

function nixValues(texts: readonly string[]): unknown {
  const expression = `[ ${texts.map((text) => `(${showing(text)})`).join('\n')} ]`;
  const flags = ['--eval', '--strict', '--json', '--readonly-mode', '-'];
  return JSON.parse(
    execFileSync('nix-instantiate', flags, { input: expression, encoding: 'utf8', stdio: 'pipe' }),
  );
}
