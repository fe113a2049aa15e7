import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { fixAll } from '#linter/fix.ts';
import { lint } from '#linter/lint.ts';
import { defaultSettings, type Settings } from '#linter/settings.ts';
import { rules } from '#rules/index.ts';
import { evaluateText, isKnown, jsonOf } from './support/evaluate.ts';
import { snapshotOf } from './support/fleet.ts';
import { programFrom, showing } from './support/nix-programs.ts';

const test = suite('fixes of unused and unclear names');
const ours = rules.filter(({ meta }) =>
  /^(unused\/|names\/(with|needless-prefix)$)/.test(meta.name),
);
const settings: Settings = {
  ...defaultSettings,
  selection: { select: new Set(ours.map(({ meta }) => meta.name)), ignore: new Set() },
};
const choices = fc.array(fc.nat(), { minLength: 10, maxLength: 120 });
const programs = fc.sample(choices.map(programFrom), { numRuns: 300, seed: 7 });
const repaired = programs.map((before) => ({ before, after: fixed(before) }));
const changed = repaired.filter(({ before, after }) => before !== after);

test('a program keeps its value, and a second run changes nothing', () => {
  assert.ok(changed.length > 60, `${changed.length} programs have unused names`);
  let judged = 0;
  for (const { before, after } of changed) {
    assert.is(fixed(after), after);
    const [old, now] = [known(before), known(after)];
    if (old === undefined) continue;
    judged++;
    assert.is(now, old, `${before}\nbecame\n${after}`);
  }
  assert.ok(judged > 30, `${judged} programs have a known value`);
});

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

/** The program after its safe fixes. */
function fixed(text: string): string {
  const file = 'default.nix' as FilePath;
  const { changed: texts } = fixAll({
    safety: 'safe',
    read: () => ({ kind: 'text', text }),
    lint: (overlay) => lint(snapshotOf(new Map([[file, text], ...overlay])), ours, settings),
  });
  return texts.get(file) ?? text;
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
