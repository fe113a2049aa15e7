import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseExample } from '#linter/example.ts';
import { outputsIn } from './support/emission.ts';
import { textsBelow } from './support/fleet.ts';

const test = suite('what is emitted, before real Nix');
const fleets = 'fixtures/fleets';

if (spawnSync('nix-instantiate', ['--version']).status === 0) {
  for (const name of readdirSync(fleets)) {
    const config = `${fleets}/${name}/flakewise.toml`;
    if (!existsSync(config) || !readFileSync(config, 'utf8').includes('[[emit]]')) continue;
    test(`every Nix file of ${name} that something is emitted into can be read`, async () => {
      const { outputs } = await outputsIn(textsBelow(`${fleets}/${name}`));
      for (const file of new Set(outputs.map((output) => output.file))) {
        if (!file.endsWith('.nix')) continue;
        const path = resolve(fleets, name, file);
        const { status, stderr } = nix(['--parse', path]);
        assert.is(status, 0, `${file}: ${stderr}`);
      }
    });
  }

  test('data is the same data in Nix', async () => {
    const value = {
      text: 'a "b" \\ ${c} \'\' $$ \t\n\r é 😀',
      'odd name': 1,
      if: [true, false, null, [], {}, -1, 1.5, -0.25],
      'a.b': { c: { d: 'e' } },
    };
    const json = JSON.stringify(value);
    const files = `-- data.json --\n${json}\n-- flakewise.toml --\n[[emit]]\nname = "data-file"\nsource = "data.json"\noutput = "data.nix"\n`;
    const { outputs, problems } = await outputsIn(parseExample(files).files);
    assert.equal(problems, []);
    const { status, stdout, stderr } = nix(
      ['--eval', '--strict', '--json', '--readonly-mode', '-'],
      outputs[0]?.text,
    );
    assert.is(status, 0, stderr);
    assert.equal(JSON.parse(stdout), JSON.parse(json));
  });
} else {
  test('nix-instantiate is not on the PATH, so real Nix judges nothing here', () => {});
}

test.run();

function nix(args: readonly string[], input = ''): SpawnSyncReturns<string> {
  return spawnSync('nix-instantiate', [...args], { encoding: 'utf8', input });
}
