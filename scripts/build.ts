/**
 * Bundles the command line into `dist/`, or into the folder that is named.
 *
 * The entry is a file of its own, so that `--version` does not read the whole
 * program. So are the parsers of documents and what draws pictures, because most
 * starts need none of them. What a module apart shares with the program is in
 * both, so only what shares little is worth a file of its own. Beside the program
 * lies what V8 compiled it to; `cli/load-program.ts` says what that is for.
 */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Script } from 'node:vm';
import { type BuildOptions, build, type Plugin, transform } from 'esbuild';
import { optimizeAsUsual } from '../cli/compiling.ts';
import { parseExample } from '../linter/example.ts';
import type { Rule } from '../linter/rule.ts';
import { rules } from '../rules/index.ts';
import { lateModules, withLatePart } from './late-part.ts';
import { licences } from './licences.ts';

/** Modules that are loaded by `import()`, by how their importer writes them. */
const modulesApart = new Map([
  ['./run.ts', { entry: 'cli/load-program.ts', name: 'run' }],
  ['../run.ts', { entry: 'cli/load-program.ts', name: 'run' }],
  ['../graph/draw.ts', { entry: 'cli/graph/draw.ts', name: 'draw' }],
]);

/** Packages that the pure layers import as usual, and that are loaded when first called. */
const packagesApart = [
  '@noble/curves/ed25519.js',
  '@noble/hashes/legacy.js',
  '@noble/hashes/sha2.js',
  '@scure/base',
  'acorn',
  'github-slugger',
  're2js',
  'toml-eslint-parser',
  'unbash',
  'vscode-languageserver/node',
  'vscode-uri',
  'yaml',
];

/** Modules of Node that take time to load and that few calls need, whoever asks for them. */
const nodesApart = ['node:child_process', 'node:worker_threads'];

/** Packages that another one holds whole; both must be one, because classes are told apart by identity. */
const heldBy = new Map([['vscode-languageserver', 'vscode-languageserver/node']]);

/** Modules of ours that are loaded when first called, because their packages give more than functions. */
const oursApart = ['analyzer/markdown/markdown-tree.ts', 'cli/patterns.ts'];

/** The name of the file that holds such a package or module. */
function fileApart(name: string): string {
  return oursApart.includes(name)
    ? basename(name, '.ts')
    : name.replace(/^@|\.js$/g, '').replaceAll('/', '-');
}

const keepModulesApart: Plugin = {
  name: 'keep-modules-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ path, kind }) => {
      const found = modulesApart.get(path);
      if (found === undefined || kind !== 'dynamic-import') return undefined;
      return { path: `./${found.name}.cjs`, external: true };
    });
  },
};

const keepPackagesApart: Plugin = {
  name: 'keep-packages-apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[@a-z.]/ }, ({ path, kind, importer, namespace }) => {
      const isOurs = !importer.includes('node_modules') && kind !== 'entry-point';
      const file = relative(process.cwd(), resolve(dirname(importer), path));
      const name = oursApart.includes(file) ? file : (heldBy.get(path) ?? path);
      const isApart = packagesApart.includes(name) || oursApart.includes(name);
      // A thread needs at once what it was started with.
      const isThread = /thread\.ts$/.test(importer);
      const isLate = nodesApart.includes(path) && namespace !== 'apart' && !isThread;
      return (isOurs && isApart) || isLate ? { path: name, namespace: 'apart' } : undefined;
    });
    onResolve({ filter: /\.cjs$/, namespace: 'apart' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /./, namespace: 'apart' }, async ({ path }) => ({
      contents: await standIns(path),
    }));
  },
};

const [folder = 'dist'] = process.argv.slice(2);

/** Takes the place of the folder only when it is complete. */
const unfinished = folder === 'dist' ? '.build/dist' : `${folder}.unfinished`;

/** Of everything that is built. */
const options = {
  outdir: unfinished,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Some packages have a main file that bundlers cannot follow.
  mainFields: ['module', 'main'],
  // `require` instead of `import()`, which would scan the bundle for its exports first.
  supported: { 'dynamic-import': false },
  legalComments: 'none',
  metafile: true,
} as const satisfies BuildOptions;

rmSync(unfinished, { recursive: true, force: true });
const program = await build({
  ...options,
  entryPoints: [{ in: 'cli/run.ts', out: 'program' }],
  plugins: [keepModulesApart, keepPackagesApart, lateModules(process.cwd())],
  write: false,
});
const others = await build({
  ...options,
  entryPoints: [
    { in: 'cli/main.ts', out: 'flakewise' },
    { in: 'cli/threads/thread.ts', out: 'thread' },
    { in: 'cli/lsp/engine-thread.ts', out: 'engine-thread' },
    ...[...new Map([...modulesApart.values()].map(({ entry, name }) => [name, entry]))].map(
      ([out, entry]) => ({ in: entry, out }),
    ),
    ...packagesApart.map((name) => ({ in: name, out: fileApart(name) })),
    ...oursApart.map((name) => ({ in: name, out: fileApart(name) })),
  ],
  minify: true,
  define: { FILE_RULES: JSON.stringify(fileRules()) },
  plugins: [keepModulesApart, keepPackagesApart],
});

writeFileSync(`${unfinished}/program.cjs`, wrapped(await minified(programText())));
const inputs = [program, others].flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(`${unfinished}/LICENSES.txt`, licences([...new Set(inputs)]));
chmodSync(`${unfinished}/flakewise.cjs`, 0o755);
const fleet = ['fixtures/fleets/proxied/healthy'];
const examples = writtenExamples();
const files = [examples, '--format', 'json', '--select', fileRules().join(',')];
// V8 goes on with what it has compiled, so the smaller one comes first.
writeFileSync(`${unfinished}/files.cache`, await compiledProgram(files));
writeFileSync(`${unfinished}/program.cache`, await compiledProgram(fleet));
rmSync(examples, { recursive: true });
rmSync(folder, { recursive: true, force: true });
renameSync(unfinished, folder);

/** The program with a late part. */
function programText(): string {
  const [{ text } = { text: '' }] = program.outputFiles;
  // Most repositories have a configuration.
  return withLatePart(text, program.metafile, ['cli/run.ts', 'linter/config.ts']);
}

async function minified(text: string): Promise<string> {
  const { code } = await transform(text, { minify: true, target: 'node20', legalComments: 'none' });
  return code;
}

/** With the head and the end that Node itself puts around a module, so that whoever loads it makes no second text of it. */
function wrapped(text: string): string {
  return `(function (exports, require, module) {${text}\n})\n`;
}

/** The groups and presets of rules that all look at single files. */
function fileRules(): string[] {
  const names = ({ meta }: Rule): string[] => [meta.name.replace(/\/.*/, ''), ...meta.presets];
  const ofFleet = rules.filter(({ scope }) => scope === 'fleet').flatMap(names);
  return [...new Set(rules.flatMap(names))].filter((name) => !ofFleet.includes(name));
}

/** A folder with the bad examples of the rules that look at single files, so that each of these has something to say. */
function writtenExamples(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flakewise-examples-'));
  for (const rule of rules) {
    if (rule.scope === 'fleet') continue;
    for (const [index, example] of rule.docs.bad.entries()) {
      const { files } = parseExample(typeof example === 'string' ? example : example.code);
      for (const [file, text] of files) {
        const path = join(folder, `${rule.meta.name}-${index}`, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
    }
  }
  return folder;
}

/** What V8 has compiled once the program has been called in some way. */
async function compiledProgram(argv: readonly string[]): Promise<Buffer> {
  const filename = resolve(`${unfinished}/program.cjs`);
  const script = new Script(readFileSync(filename, 'latin1'), { filename });
  const made = { exports: { run: async (_argv: string[], _terminal: object) => 1 } };
  const load = createRequire(filename);
  const loaded: string[] = [];
  const noting = (name: string): unknown => {
    loaded.push(name);
    return load(name);
  };
  script.runInThisContext()(made.exports, noting, made);
  const early = loaded.filter((name) => name.startsWith('./') || nodesApart.includes(name));
  if (early.length > 0) throw new Error(`every start would load ${early.join(', ')}`);
  await made.exports.run([...argv], {
    directory: process.cwd(),
    input: async () => Buffer.alloc(0),
    output: () => {},
    error: () => {},
    color: false,
    columns: undefined,
    environment: {},
  });
  optimizeAsUsual();
  return script.createCachedData();
}

/**
 * A stand-in for each function, class and object of a package. It loads the
 * package when it is called, or when something is asked of it.
 */
async function standIns(name: string): Promise<string> {
  const exported: object = await import(oursApart.includes(name) ? resolve(name) : name);
  const names = Object.entries(exported).flatMap(([key, value]) => {
    const canStandIn = typeof value === 'function' || (typeof value === 'object' && value !== null);
    // From Node 22 on, a package that is no module of its own gives its whole under another name.
    return canStandIn && !['default', 'module.exports'].includes(key) ? [key] : [];
  });
  return [
    `const load = () => require('${nodesApart.includes(name) ? name : `./${fileApart(name)}.cjs`}');`,
    'const standIn = (name) => new Proxy(function () {}, {',
    '  apply: (_, self, args) => Reflect.apply(load()[name], self, args),',
    '  construct: (_, args) => Reflect.construct(load()[name], args),',
    '  get: (_, key) => load()[name][key],',
    '});',
    ...names.map((key) => `export const ${key} = standIn('${key}');`),
  ].join('\n');
}
