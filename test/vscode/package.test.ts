import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { version } from '#cli/version.ts';
import { builtExtension, namesInArchive } from '../support/extension.ts';

const test = suite('the packed extension');

const shipped = [
  'CHANGELOG.md',
  'LICENSE.txt',
  'README.md',
  'THIRD-PARTY-NOTICES.md',
  'dist/LICENSES.txt',
  'dist/extension-web.js',
  'dist/extension.js',
  'dist/flakewise.schema.json',
  'dist/nix-in-markdown.tmLanguage.json',
  'dist/nix.tmLanguage.json',
  'dist/server-worker.js',
  'dist/server/engine-thread.cjs',
  'dist/server/flakewise.cjs',
  'dist/server/program.cjs',
  'dist/server/thread.cjs',
  'images/icon.png',
  'language-configuration.json',
  'package.json',
  'walkthrough/configuration.md',
  'walkthrough/findings.md',
  'walkthrough/fixes.md',
  'walkthrough/rules.md',
];

const budget = 2_700_000;

test('it has what it needs, and nothing else', () => {
  const expected = [
    '[Content_Types].xml',
    'extension.vsixmanifest',
    ...shipped.map((name) => `extension/${name}`),
  ];
  assert.equal(namesInArchive(builtExtension().vsix).sort(), expected.sort());
});

test('it is small', () => {
  assert.ok(statSync(builtExtension().vsix).size < budget);
});

test('it holds nothing of the machine that built it', () => {
  for (const name of shipped.filter((file) => !file.endsWith('.png'))) {
    const text = readFileSync(join(builtExtension().folder, name), 'utf8');
    assert.not.match(text, process.cwd(), name);
    assert.not.match(text, /sourceMappingURL=/, name);
  }
});

test('what runs in the editor asks for the editor and for what Node has, and in a browser for the editor alone', () => {
  assert.equal(requiredBy('dist/extension-web.js'), ['vscode']);
  assert.equal(requiredBy('dist/server-worker.js'), []);
  const ofNode = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
  assert.equal(
    requiredBy('dist/extension.js').filter((name) => !ofNode.has(name)),
    ['vscode'],
  );
});

test('the server in it is whole', () => {
  const program = join(builtExtension().folder, 'dist/server/flakewise.cjs');
  const run = (...argv: string[]): string =>
    spawnSync(process.execPath, [program, ...argv], { encoding: 'utf8' }).stdout;
  assert.is(run('--version'), `${version}\n`);
  const found = JSON.parse(run('check', 'fixtures/fleets/proxied/broken', '--format', 'json'));
  assert.ok(found.findings.length > 20);
});

test('the licences of what is in it are beside it', () => {
  const licences = readFileSync(join(builtExtension().folder, 'dist/LICENSES.txt'), 'utf8');
  for (const name of ['vscode-languageclient', 'vscode-languageserver', 'semver', 'yaml']) {
    assert.ok(licences.includes(`${name}\n\n`), name);
  }
});

test('pictures of its page are in the repository', () => {
  const page = readFileSync('editors/vscode/README.md', 'utf8');
  const shown = [...page.matchAll(/!\[[^\]]*\]\(images\/([^)]+)\)/g)].map(([, name]) => name);
  const stored = readdirSync('editors/vscode/images').filter((name) => name !== 'icon.png');
  assert.equal(shown.sort(), stored.sort());
  for (const name of stored) {
    assert.ok(statSync(`editors/vscode/images/${name}`).size < 100_000, `${name} is large`);
  }
  assert.not.match(readFileSync(join(builtExtension().folder, 'README.md'), 'utf8'), '![');
});

test.run();

/** The modules that a bundle loads by itself, in order. */
function requiredBy(name: string): string[] {
  const text = readFileSync(join(builtExtension().folder, name), 'utf8');
  return [
    ...new Set([...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, module = '']) => module)),
  ].sort();
}
