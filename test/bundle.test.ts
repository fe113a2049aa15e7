import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { version } from '#cli/version.ts';
import { bundleFolder, runBundle } from './support/bundle.ts';
import { inFolder, runIn } from './support/run-cli.ts';

const test = suite('the built program');
const broken = 'fixtures/fleets/proxied/broken';

test('it says its version', () => {
  assert.equal(runBundle('.', ['--version']), { code: 0, output: `${version}\n`, error: '' });
});

test('it finds in a fleet what the sources find, byte for byte', async () => {
  const argv = ['check', '--format', 'json', '--coverage', '--select', 'proxied-fleet'];
  const expected = await runIn(broken, argv);
  assert.equal(runBundle(broken, argv), expected);
  assert.is(expected.code, 1);
  assert.ok(JSON.parse(expected.output).findings.length > 20);
});

test('it tells the facts that the sources tell', async () => {
  for (const argv of [['facts', 'secret', '--format', 'json']]) {
    const expected = await runIn(broken, argv);
    assert.equal(runBundle(broken, argv), expected);
    assert.is(expected.code, 0);
  }
});

test('it reads what parsers of their own read, draws, explains and mends', async () => {
  const files = `
-- flakewise.toml --
extends = ["recommended", "proxied-fleet"]
-- a.nix --
{ networking.firewall.allowedTCPPorts = [ 443 80 ]; }
-- .github/workflows/check.yaml --
on: push
jobs: { check: { runs-on: ubuntu-latest, steps: [ { run: make } ] } }
-- README.md --
# Read \`a.nix\`
`;
  await inFolder(files, async ({ path, read, run }) => {
    for (const argv of [
      ['facts', 'workflow-step'],
      ['facts', 'path-mention'],
      ['graph', '--format', 'svg'],
      ['explain', 'order/imports'],
      ['rules'],
    ]) {
      const expected = await run(argv);
      assert.equal(runBundle(path, argv), expected, argv.join(' '));
      assert.is(expected.code, 0, argv.join(' '));
    }
    assert.is(runBundle(path, ['fix']).code, 0);
    assert.match(read('a.nix'), /\[ 80 443 \]/);
    assert.is(runBundle(path, ['--select', 'nothing']).code, 2);
  });
});

test('the licences of what is in it are beside it', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const licences = readFileSync(join(bundleFolder(), 'LICENSES.txt'), 'utf8');
  for (const name of Object.keys(dependencies)) {
    assert.ok(licences.includes(`${name}\n\n`), name);
  }
});

test('what V8 has compiled lies beside it, without what makes machines for those who select rules that need none', () => {
  const [files, fleet] = ['files.cache', 'program.cache'].map(
    (name) => statSync(join(bundleFolder(), name)).size,
  );
  assert.ok(
    files !== undefined && fleet !== undefined && files < 0.5 * fleet,
    `${files}, ${fleet}`,
  );
});

test.run();
