import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('evaluate against nix');
const folder = new URL('../fixtures/eval/', import.meta.url);
/** A checkout of nixpkgs or of its `lib`; without one, only builtins are judged. */
const nixpkgsLib = process.env.NIXPKGS_LIB;

if (spawnSync('nix-instantiate', ['--version']).status === 0) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.nix')))
    if (!file.startsWith('lib-') || nixpkgsLib !== undefined) judge(file);
} else {
  test('nix-instantiate is not on the PATH, so real Nix judges nothing here', () => {});
}

test.run();

function judge(file: string): void {
  test(`${file}: real Nix gives what is expected`, () => {
    const path = fileURLToPath(new URL(file, folder));
    const expression = file.startsWith('lib-')
      ? `import ${path} (import ${nixpkgsLib}/lib)`
      : `import ${path}`;
    const output = execFileSync(
      'nix-instantiate',
      ['--eval', '--strict', '--json', '--readonly-mode', '-E', expression],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const expected = readFileSync(new URL(file.replace('.nix', '.expected'), folder), 'utf8');
    assert.equal(JSON.parse(output), JSON.parse(expected));
  });
}
