import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('architecture');

const mayImport: Readonly<Record<string, readonly string[]>> = {
  parser: ['parser'],
  analyzer: ['parser', 'analyzer'],
  linter: ['parser', 'analyzer', 'linter'],
  rules: ['parser', 'analyzer', 'linter'],
  emit: ['parser', 'analyzer', 'emit'],
  lsp: ['parser', 'analyzer', 'linter', 'rules', 'emit', 'lsp'],
  cli: ['parser', 'analyzer', 'linter', 'rules', 'emit', 'lsp', 'cli'],
};
const pureLayers = ['parser', 'analyzer', 'linter', 'rules', 'emit'];
const openToRules = [
  'linter/convention/convention-rule.ts',
  'linter/convention/convention-schema.ts',
  'linter/rule.ts',
  'linter/ordered.ts',
  'linter/options.ts',
  'linter/roles.ts',
  'linter/closest.ts',
  'linter/domain-headers.ts',
  'linter/needs.ts',
];
/** Generated, or a list of what is. */
const listings = [
  'parser/core-wasm.ts',
  'parser/kinds.ts',
  'rules/file-rules.ts',
  'rules/fleet-rules.ts',
  'rules/index.ts',
];

/** Who may catch: below the shells, only where a bug of ours, a trap of WASM or a parser's throw arrives. */
const mayCatch: Readonly<Record<string, number>> = {
  'parser/parse.ts': 1,
  'analyzer/data/comments.ts': 1,
  'analyzer/data/json.ts': 1,
  'analyzer/data/script.ts': 1,
  'analyzer/data/toml.ts': 1,
  'analyzer/go-pattern.ts': 1,
  'emit/templates/liquid.ts': 1,
  'linter/crash.ts': 1,
  'linter/toml.ts': 1,
};

for (const layer of Object.keys(mayImport)) {
  test(`${layer} imports only from where it may`, () => {
    const wrong = sourcesOf(layer).flatMap(({ file, text }) => {
      return importsOf(text)
        .filter((path) => !isAllowed(layer, file, path))
        .map((path) => `${file} imports ${path}`);
    });
    assert.equal(wrong, []);
  });

  test(`files of ${layer} have at most 300 lines`, () => {
    const long = sourcesOf(layer).filter(({ text }) => text.split('\n').length > 301);
    assert.equal(
      long.map(({ file }) => file),
      [],
    );
  });
}

for (const layer of pureLayers) {
  test(`${layer} prints nothing and knows no process, clock or chance`, () => {
    const outside =
      /\b(console|process)\.|\bDate\.now\b|\bnew Date\b|\bMath\.random\b|\bperformance\./;
    const wrong = sourcesOf(layer).filter(({ text }) => outside.test(codeOf(text)));
    assert.equal(
      wrong.map(({ file }) => file),
      [],
    );
  });
}

test('errors are caught in few places', () => {
  const catching = pureLayers.flatMap(sourcesOf).flatMap(({ file, text }): [string, number][] => {
    const count = codeOf(text).match(/\bcatch\b/g)?.length ?? 0;
    return count === 0 ? [] : [[file, count]];
  });
  assert.equal(
    Object.fromEntries(catching.sort()),
    Object.fromEntries(Object.entries(mayCatch).sort()),
  );
});

test('only the entry of the command line, what loads the program and what speaks to V8 know the process', () => {
  const known = sourcesOf('cli').filter(({ text }) => /\bprocess\./.test(codeOf(text)));
  assert.equal(
    known.map(({ file }) => file),
    ['cli/compiling.ts', 'cli/load-program.ts', 'cli/main.ts'],
  );
});

test('git and the formatter of the user are the only programs', () => {
  const starting = Object.keys(mayImport)
    .flatMap(sourcesOf)
    .filter(({ text }) => /\b(child_process|node:cluster)\b/.test(text));
  assert.equal(
    starting.map(({ file }) => file),
    ['cli/git/run-git.ts', 'cli/lsp/run-formatter.ts'],
  );
  assert.equal(starting[0]?.text.match(/\b(spawn|exec|fork)\w*\(.*/g), [
    'spawnSync(program, [...switchedOff, ...args], {',
  ]);
});

test('the extension of VS Code knows the editor and its client, and nothing of flakewise', () => {
  const wrong = sourcesOf('editors/vscode/source').flatMap(({ file, text }) => {
    return importsOf(text)
      .filter(
        (path) => !/^(\.\/[a-z-]+\.ts|vscode|vscode-languageclient(\/node|\/browser)?)$/.test(path),
      )
      .map((path) => `${file} imports ${path}`);
  });
  assert.equal(wrong, []);
});

test('only the client of the extension starts programs, and only where there are any', () => {
  const sources = sourcesOf('editors/vscode/source');
  const using = (form: RegExp): string[] =>
    sources.filter(({ text }) => form.test(codeOf(text))).map(({ file }) => file);
  assert.equal(using(/\b(child_process|spawn|fork|createTerminal|ShellExecution)\b/), []);
  assert.equal(using(/\bprocess\./), ['editors/vscode/source/tasks.ts']);
  assert.equal(
    sources
      .filter(({ text }) => text.includes('vscode-languageclient/node'))
      .map(({ file }) => file),
    ['editors/vscode/source/process-platform.ts'],
  );
});

test.run();

interface Source {
  readonly file: string;
  readonly text: string;
}

function sourcesOf(layer: string): Source[] {
  const names = readdirSync(layer, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /^[^.].*\.ts$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `${layer}/${name}`)
    .filter((file) => !listings.includes(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}

function importsOf(text: string): string[] {
  const found = text.matchAll(/(?:\bfrom|^import|\bimport\()\s*'([^']+)'/gm);
  return [...found].map(([, path = '']) => path);
}

function isAllowed(layer: string, file: string, path: string): boolean {
  if (path.startsWith('#')) {
    const target = path.slice(1);
    if (layer === 'rules' && target.startsWith('linter/')) return openToRules.includes(target);
    return mayImport[layer]?.includes(target.split('/')[0] ?? '') ?? false;
  }
  if (path.startsWith('.')) {
    const inside = new URL(path, `file:///${file}`).pathname.slice(1);
    return layer !== 'rules' && inside.startsWith(`${layer}/`) && path.endsWith('.ts');
  }
  return !path.startsWith('node:') || !pureLayers.includes(layer);
}

/** Without comments, and without what stands in strings of one line or in templates. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/`(?:\\[\s\S]|[^`\\])*`/g, '``')
    .replace(/'(?:\\.|[^'\\\n])*'/g, "''");
}
