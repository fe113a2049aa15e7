import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FileContent } from '#analyzer/files.ts';
import { lower } from '#analyzer/syntax/lower.ts';
import { parse } from '#parser/parse.ts';
import { evaluateText, isKnown, jsonOf, shown } from './support/evaluate.ts';

const test = suite('evaluate');
const folder = new URL('../fixtures/eval/', import.meta.url);

/** Each fixture is a list of expressions, and what real Nix makes of each stands beside it. */
for (const file of readdirSync(folder).filter((name) => name.endsWith('.nix'))) {
  test(`${file}: every expression gives what Nix gives`, () => {
    const source = fixture(file);
    const value = evaluateText(source);
    assert.is(value.kind, 'list');
    if (value.kind !== 'list') return;
    const lines = source.split('\n').filter((line) => line.startsWith('  ('));
    const wanted: unknown[] = JSON.parse(fixture(file.replace('.nix', '.expected')));
    assert.is(value.items.length, wanted.length);
    for (const [index, item] of value.items.entries()) {
      const found = item.force();
      assert.ok(isKnown(found), `${lines[index]} is ${shown(found)}`);
      assert.equal(jsonOf(found), wanted[index], lines[index]);
    }
  });
}

for (const group of fixture('partly-known.txt').split('\n\n')) {
  const [title = '', ...cases] = group.trim().split('\n');
  test(title.replace('# ', ''), () => {
    for (const line of cases) {
      const [text = '', wanted] = line.split(' => ');
      assert.is(brief(text), wanted, text);
    }
  });
}

for (const text of fixture('endless.txt').trim().split('\n')) {
  test(`ends, without an answer: ${text}`, () => checkEndless(text));
}

test('a chain of options ends, however long', () => {
  const links = Array.from({ length: 2000 }, (_, index) => `x.a${index} = config.x.a${index + 1};`);
  checkEndless(
    `(lib.nixosSystem { modules = [ ({ config, ... }: { ${links.join(' ')} }) ]; }).config.x.a0`,
  );
});

test('failures that can be caught are told from those that cannot', () => {
  assert.is(brief('(builtins.tryEval (throw "x")).success'), 'false');
  assert.is(brief('(builtins.tryEval (assert false; 1)).value'), 'false');
  assert.is(brief('builtins.tryEval unknown'), '?');
  assert.match(brief('builtins.tryEval (abort "no")'), /failure: no/);
  assert.match(brief('builtins.tryEval (1 + { })'), /failure/);
});

test('file sets hold the files of the workspace, as a walk would meet them', () => {
  const texts = ['src/b/x.nix', 'src/b-c/y.sh', 'src/b.nix', 'src/z.nix', 'readme'];
  const files = new Map(texts.map((path) => [path, '1']));
  const shownOf = (text: string): string =>
    shown(evaluateText(`lib: with lib.fileset; ${text}`, { files }));
  const examples = [
    ['toList ./src', '[ ./src/b/x.nix ./src/b-c/y.sh ./src/b.nix ./src/z.nix ]'],
    [
      'toList (fileFilter (file: file.hasExt "nix") ./src)',
      '[ ./src/b/x.nix ./src/b.nix ./src/z.nix ]',
    ],
    [
      'toList (fileFilter ({ name, type, ... }: type == "regular" && name != "z.nix") ./src/b)',
      '[ ./src/b/x.nix ]',
    ],
    ['toList (difference ./src (union ./src/b ./src/b-c))', '[ ./src/b.nix ./src/z.nix ]'],
    ['toList (intersection ./src/b (unions [ ./src ./readme ]))', '[ ./src/b/x.nix ]'],
    ['toList (unions [ ./src/z.nix (maybeMissing ./none) ./readme ])', '[ ./readme ./src/z.nix ]'],
    ['map isFileset [ empty ./src "src" { } ]', '[ true true false false ]'],
    ['toList (trace ./src (traceVal empty))', '[ ]'],
  ] as const;
  for (const [text, wanted] of examples) assert.is(shownOf(text), wanted, text);
  assert.match(shownOf('toList ./none'), /failure/);
  assert.match(shownOf('toList "src"'), /failure/);
  assert.match(shownOf('toList (fromSource ./src)'), /fromSource/);
});

test('files are read in the workspace only, and encrypted ones are not read', () => {
  const files = new Map<string, string | FileContent>([
    ['data/a.json', '{ "port": 80 }'],
    ['data/b.toml', 'port = 81'],
    ['data/sub/c.txt', 'text\n'],
    ['sealed', { kind: 'encrypted', detail: 'git-crypt' }],
  ]);
  const reads = [
    ['(lib.importJSON ./data/a.json).port', '80'],
    ['(lib.importTOML ./data/b.toml).port', '81'],
    ['(lib.modules.importTOML ./data/b.toml).config.port', '81'],
    ['(lib.modules.importJSON ./data/a.json).config.port', '80'],
    ['(builtins.readDir ./data).sub', '"directory"'],
    ['builtins.attrNames (builtins.readDir ./data)', '[ "a.json" "b.toml" "sub" ]'],
    ['map baseNameOf (lib.filesystem.listFilesRecursive ./data)', '[ "a.json" "b.toml" "c.txt" ]'],
    ['lib.fileContents ./data/sub/c.txt', '"text"'],
    ['builtins.pathExists ./data/none', 'false'],
    ['builtins.pathExists ./data/sub', 'true'],
    ['builtins.readFile ./sealed', '?'],
    ['builtins.readFile /etc/passwd', '?'],
    ['builtins.readFile ../outside', '?'],
    ['builtins.getEnv "HOME"', '?'],
    ['builtins.currentTime', '?'],
  ] as const;
  for (const [text, wanted] of reads) assert.is(brief(text, files), wanted, text);
  assert.match(brief('builtins.readFile ./none', files), /does not exist/);
});

test('a copy in the store is read where the file or folder is that it copies', () => {
  const files = new Map<string, string | FileContent>([
    ['data/a.nix', '{ port = 80; }'],
    ['data/default.nix', '{ port = 81; }'],
  ]);
  const reads = [
    ['(import (builtins.path { path = ./data/a.nix; name = "a"; })).port', '80'],
    ['(import "${builtins.path { path = ./data; }}").port', '81'],
    ['builtins.readFile (builtins.path { path = "${./data}/a.nix"; })', '"{ port = 80; }"'],
    ['builtins.pathExists (builtins.path { path = ./data; } + "/b.nix")', 'false'],
    ['builtins.isString (builtins.path { path = ./data; })', 'true'],
    [
      'builtins.readFile (builtins.path { path = ./data/a.nix; filter = _: _: false; })',
      '"{ port = 80; }"',
    ],
    ['import (builtins.path { path = ./data; filter = _: _: false; })', '?'],
    ['builtins.path { path = ./.; }', '?'],
    ['builtins.path { path = /etc/hosts; }', '?'],
    ['builtins.path { path = builtins.storePath /nix/store/a; }', '?'],
  ] as const;
  for (const [text, wanted] of reads) assert.is(brief(text, files), wanted, text);
  assert.match(brief('builtins.path { path = 1; }', files), /failure/);
});

test('items and names keep the places that they are written at', () => {
  const places = [
    ['map (x: x + 1) [ 80 ]', '80'],
    ['builtins.filter (x: x > 1) [ 80 ]', '80'],
    ['lib.optional true 80', '80'],
    ['lib.unique (lib.flatten [ [ 80 ] ])', '80'],
    ['lib.attrValues { a = 80; }', '80'],
    ['builtins.attrNames { web = 80; }', 'web'],
    ['lib.mapAttrsToList (n: v: v) { a = 80; }', '80'],
    ['builtins.sort builtins.lessThan [ 80 ]', '80'],
    ['map (x: x) (lib.concatLists [ [ 80 ] ])', '80'],
  ] as const;
  for (const [text, wanted] of places) {
    const source = `lib: ${text}`;
    const value = evaluateText(source);
    const site = value.kind === 'list' ? value.items[0]?.site : undefined;
    assert.is(site && textAt(source, site.expr), wanted, text);
  }
});

test.run();

function textAt(source: string, expr: number): string {
  const tree = parse(source, 'nix');
  const node = lower(tree).sourceMap.nodes[expr] ?? 0;
  return source.slice(tree.start[node], tree.end[node]);
}

function checkEndless(text: string): void {
  const value = evaluateText(`lib: ${text}`, { steps: 300_000 });
  assert.not(isKnown(value));
  assert.not.match(shown(value), /failure/);
}

/** An expression that may use `lib`, and names for what is unknown in part or wholly. */
function brief(text: string, files?: ReadonlyMap<string, string | FileContent>): string {
  const names =
    'unknown = builtins.currentTime; unknownSet = unknown; open = [ 1 2 ] ++ unknown; openSet = unknown // { a = 1; b = 2; };';
  const value = evaluateText(`lib: let ${names} in ${text}`, files ? { files } : {});
  return shown(value).replaceAll(/«(?!failure)[^»]*»/g, '?');
}

function fixture(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}
