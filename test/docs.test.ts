import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { version } from '#cli/version.ts';
import { engineRules } from '#linter/engine-rules.ts';
import { explain, explainEngineRule } from '#linter/explain.ts';
import { rules } from '#rules/index.ts';

const test = suite('documentation');

test('every rule has the page that `explain` prints', () => {
  for (const rule of rules) {
    assert.fixture(readFileSync(`docs/rules/${rule.meta.name}.md`, 'utf8'), explain(rule));
  }
  for (const rule of engineRules) {
    assert.fixture(
      readFileSync(`docs/rules/${rule.meta.name}.md`, 'utf8'),
      explainEngineRule(rule),
    );
  }
});

test('links in documents lead to files', () => {
  const names = readdirSync('docs', { recursive: true, encoding: 'utf8' });
  const documents = [
    ...names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
    'README.md',
  ];
  const broken = documents.filter(existsSync).flatMap((file) => {
    const links = readFileSync(file, 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g);
    return [...links]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(file), target)))
      .map((target) => `${file}: ${target}`);
  });
  assert.equal(broken, []);
});

test('the schema of the configuration accepts what is right and refuses what is not', () => {
  const schema = JSON.parse(readFileSync('docs/flakewise.schema.json', 'utf8'));
  const accepts = new Ajv({ strict: false }).compile(schema);
  assert.ok(accepts({ extends: ['recommended'], rules: { 'nix/syntax': 'error' } }));
  assert.ok(accepts({ rules: { 'order/imports': { severity: 'hint' } } }));
  assert.not.ok(accepts({ rules: { 'order/import': 'error' } }));
  assert.not.ok(accepts({ rules: { 'order/imports': 'warn' } }));
  assert.not.ok(accepts({ extend: [] }));
  assert.not.ok(accepts({ ignore: [{ rule: 'order/imports', files: ['a.nix'] }] }));
});

test('the version is that of the package', () => {
  assert.is(version, JSON.parse(readFileSync('package.json', 'utf8')).version);
});

test.run();
