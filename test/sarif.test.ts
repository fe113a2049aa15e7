import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder, runIn } from './support/run-cli.ts';

const test = suite('SARIF');

/**
 * The schema is written in draft 04, of which it uses nothing that later
 * drafts read differently, except for the name of its own address.
 */
function validator(): (log: unknown) => string {
  const { id, ...schema } = JSON.parse(
    readFileSync('fixtures/schemas/sarif-schema-2.1.0.json', 'utf8'),
  );
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile({
    ...schema,
    $id: id,
    $schema: 'http://json-schema.org/draft-07/schema#',
  });
  return (log) => (validate(log) ? '' : ajv.errorsText(validate.errors));
}

test('a fleet with faults gives a log that fits the schema', async () => {
  const { output } = await runIn('fixtures/fleets/proxied/broken', ['--format', 'sarif']);
  const log = JSON.parse(output);
  assert.is(validator()(log), '');
  const [run] = log.runs;
  assert.ok(run.results.length > 0);
  assert.ok(run.results.some((result: { fixes?: unknown }) => result.fixes));
  assert.ok(run.results.some((result: { relatedLocations?: unknown }) => result.relatedLocations));
  for (const { ruleId, ruleIndex } of run.results) {
    assert.is(run.tool.driver.rules[ruleIndex].id, ruleId);
  }
});

test('paths are written as addresses', async () => {
  await inFolder('-- a_b%c.nix --\n{ a = ; }\n', async ({ run }) => {
    const { output } = await run(['--format', 'sarif']);
    const log = JSON.parse(output);
    assert.is(validator()(log), '');
    const [result] = log.runs[0].results;
    assert.is(result.locations[0].physicalLocation.artifactLocation.uri, 'a_b%25c.nix');
  });
});

test.run();
