import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { tables } from '#analyzer/facts/tables.ts';
import { emitters } from '#emit/index.ts';
import { placeholdersIn } from '#emit/placeholders.ts';
import { entryKeys } from '#linter/emission.ts';
import { outputsIn } from '../support/emission.ts';

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

for (const emitter of emitters) {
  const test = suite(`contract of ${emitter.name}`);

  test('its name is a word with hyphens that nobody else has', () => {
    assert.match(emitter.name, kebab);
    assert.is(emitters.filter(({ name }) => name === emitter.name).length, 1);
  });

  test('its summary is one sentence of at most 100 characters', () => {
    assert.ok(emitter.summary.length <= 100, emitter.summary);
    assert.match(emitter.summary, /^[A-Z`].*\.$/);
  });

  test('its options have names of their own, and summaries that are sentences', () => {
    for (const [name, { summary, default: value, choices }] of Object.entries(emitter.options)) {
      assert.match(name, kebab);
      assert.not.ok((entryKeys as readonly string[]).includes(name), name);
      assert.match(summary, /^[A-Z`].*\.$/, name);
      const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
      assert.ok(choices === undefined || texts.every((text) => choices.includes(text)), name);
    }
  });

  test('what it reads are tables', () => {
    for (const name of emitter.inputs) assert.ok(name in tables, name);
  });

  test('its output is a path of the workspace', () => {
    assert.not.match(emitter.output, /^\/|\.\.|\\/);
    for (const name of placeholdersIn(emitter.output)) assert.match(name, kebab);
  });

  test('an empty workspace gives no error, and what is written can be read', async () => {
    const config = `[[emit]]
name = "${emitter.name}"
`;
    const texts = new Map([['flakewise.toml' as FilePath, config]]);
    const { outputs, problems } = await outputsIn(texts);
    for (const { message } of problems) assert.not.match(message, 'cannot be read as what it is');
    for (const { text } of outputs) assert.not.match(text, /undefined|\[object Object\]|NaN/);
  });

  test.run();
}
