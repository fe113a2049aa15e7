import { existsSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fix } from '#analyzer/diagnostic.ts';
import { languageOf } from '#analyzer/language.ts';
import { type ParsedExample, parseExample } from '#linter/example.ts';
import { only } from '#linter/example-run.ts';
import { type LintResult, lint } from '#linter/lint.ts';
import type { Example, Rule } from '#linter/rule.ts';
import { defaultSettings, isSyntaxRule, presets } from '#linter/settings.ts';
import { parse } from '#parser/parse.ts';
import { rules } from '#rules/index.ts';
import { snapshotOf } from './support/fleet.ts';
import { fixWith, lintWith } from './support/lint-example.ts';

const versions = releasedVersions();

for (const rule of rules) {
  const { meta, docs } = rule;
  const test = suite(`contract of ${meta.name}`);
  const bad = docs.bad.map(opened);
  const good = docs.good.map(opened);
  const all = [...bad, ...good];

  test('its name is its path', () => {
    assert.match(meta.name, /^[a-z0-9-]+\/[a-z0-9-]+$/);
    assert.ok(existsSync(`rules/${meta.name}.${meta.origin === 'convention' ? 'toml' : 'ts'}`));
    assert.is(rules.filter((other) => other.meta.name === meta.name).length, 1);
  });

  test('its summary is one short sentence', () => {
    assert.match(meta.summary, /^[A-Z`].{1,78}\.$/);
    assert.not.match(meta.summary.slice(0, -1), /\. /);
  });

  test('its bad examples are marked and its good ones are not', () => {
    assert.ok(bad.length > 0 && good.length > 0);
    assert.ok(bad.every(({ example }) => example.markers.some(({ kind }) => kind === 'finding')));
    assert.ok(good.every(({ example }) => example.markers.length === 0));
  });

  test('its examples can be parsed', () => {
    if (isSyntaxRule(meta.name)) return;
    for (const { example, fixed } of all) {
      assert.equal(syntaxErrors(example), []);
      if (fixed) assert.equal(syntaxErrors(fixed), []);
    }
  });

  test('its fixes are as safe as it says, and lead to an end', () => {
    const offered = all.flatMap(({ example, options }) =>
      fixesIn(lintWith(rule, example.files, options)),
    );
    const safeties = new Set(offered.map(({ safety }) => safety));
    if (meta.fix === 'none') assert.equal([...safeties], []);
    else assert.ok(safeties.has(meta.fix), `no example has a fix that is ${meta.fix}`);
    if (meta.fix === 'unsafe') assert.not.ok(safeties.has('safe'));
    if (meta.fix !== 'none') assert.ok(bad.some(({ fixed }) => fixed));
    for (const { fixed, options } of bad) {
      if (fixed === undefined) continue;
      const again = fixWith(rule, fixed.files, options);
      assert.equal([...again], [...fixed.files]);
    }
  });

  test('its messages are short, say what they are about in backticks, and have no full stop', () => {
    for (const { example, options } of bad) {
      for (const { message } of lintWith(rule, example.files, options).diagnostics) {
        assert.not.match(message, /\.$/);
        assert.match(message, isSyntaxRule(meta.name) ? /./ : /`[^`]+`/);
        assert.ok(message.length < 120, message);
      }
    }
  });

  test('its options have the type of their defaults in every example', () => {
    for (const { options = {} } of all) {
      for (const [name, value] of Object.entries(options)) {
        const declared = meta.options?.[name];
        assert.ok(declared, `\`${name}\` is not declared`);
        assert.is(typeof value, typeof declared?.default);
      }
    }
  });

  test('its presets exist, and its version is released or the next', () => {
    assert.ok(meta.presets.every((preset) => presets.includes(preset)));
    assert.ok(versions.has(meta.since), meta.since);
  });

  test('what it says of other linters is a sentence, and each check is named once', () => {
    const codes = (meta.peers ?? []).map(({ peer, code }) => `${peer} ${code}`);
    assert.is(new Set(codes).size, codes.length);
    for (const { differs } of meta.peers ?? [])
      if (differs !== undefined) assert.match(differs, /^[A-Z`].*\.$/);
  });

  test('no other rule of its presets objects to its good examples', () => {
    const others = rules.filter((other) => other !== rule && sharesPreset(rule, other));
    for (const { example } of good) {
      const snapshot = snapshotOf(example.files);
      const found = others.flatMap((other) => lint(snapshot, [other], only(other)).diagnostics);
      assert.equal(
        found.map((diagnostic) => `${diagnostic.rule}: ${diagnostic.message}`),
        [],
      );
    }
  });

  test('two runs say the same', () => {
    for (const { example } of bad) {
      const run = (): LintResult => lint(snapshotOf(example.files), rules, defaultSettings);
      assert.equal(run(), run());
    }
  });

  test.run();
}

function opened(example: Example): {
  readonly example: ParsedExample;
  readonly fixed: ParsedExample | undefined;
  readonly options: Exclude<Example, string>['options'];
} {
  const { code, fixed, options } = typeof example === 'string' ? { code: example } : example;
  const parsed = parseExample(code);
  if (fixed === undefined) return { example: parsed, fixed: undefined, options };
  const after = new Map([...parsed.files, ...parseExample(fixed).files]);
  return { example: parsed, fixed: { files: after, markers: [] }, options };
}

function syntaxErrors({ files }: ParsedExample): string[] {
  return [...files].flatMap(([file, text]) => {
    const language = languageOf(file);
    if (language === undefined) return [];
    return parse(text, language).errors.map(({ message }) => `${file}: ${message} in ${text}`);
  });
}

function fixesIn({ diagnostics }: LintResult): Fix[] {
  return diagnostics.flatMap(({ fixes }) => fixes);
}

/** Whether whoever turns on the first rule with a preset has the second one too. */
function sharesPreset(a: Rule, b: Rule): boolean {
  return b.meta.presets.some(
    (preset) => preset === 'recommended' || a.meta.presets.includes(preset),
  );
}

/** The versions of the changelog, and the next one. */
function releasedVersions(): ReadonlySet<string> {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const log = existsSync('CHANGELOG.md') ? readFileSync('CHANGELOG.md', 'utf8') : '';
  return new Set([
    version,
    ...[...log.matchAll(/^## (\d+\.\d+\.\d+)/gm)].map(([, found]) => found),
  ]);
}
