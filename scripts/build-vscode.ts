/**
 * Builds the extension for VS Code: a folder with what it consists of and nothing
 * else, and beside it the `.vsix` that editors install.
 *
 * The program of the command line comes with it, for it serves the editor and
 * checks in tasks. A browser has the server alone, in a file that a worker runs.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createVSIX } from '@vscode/vsce';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { nixInMarkdown } from '../editors/grammar/markdown.ts';
import { nixGrammar } from '../editors/grammar/nix.ts';
import { licences } from './licences.ts';
import { workerOptions } from './worker-options.ts';

const [folder = '.build/vscode'] = process.argv.slice(2);
const source = 'editors/vscode';
const extension = `${folder}/extension`;

rmSync(extension, { recursive: true, force: true });
mkdirSync(`${extension}/dist`, { recursive: true });
for (const name of ['package.json', 'language-configuration.json', 'CHANGELOG.md', 'walkthrough']) {
  cpSync(`${source}/${name}`, `${extension}/${name}`, { recursive: true });
}
cpSync('LICENSE', `${extension}/LICENSE.txt`);
cpSync('THIRD-PARTY-NOTICES.md', `${extension}/THIRD-PARTY-NOTICES.md`);
cpSync(`${source}/images/icon.png`, `${extension}/images/icon.png`);
writeFileSync(`${extension}/README.md`, withoutImages(`${source}/README.md`));
writeJson('dist/nix.tmLanguage.json', nixGrammar);
writeJson('dist/nix-in-markdown.tmLanguage.json', nixInMarkdown);
writeJson(
  'dist/flakewise.schema.json',
  JSON.parse(readFileSync('docs/flakewise.schema.json', 'utf8')),
);

const inputs = [
  ...(await buildClients()),
  ...(await buildProgram()),
  ...(await bundle({ ...workerOptions, entryPoints: { 'server-worker': 'lsp/web/worker.ts' } })),
];
writeFileSync(`${extension}/dist/LICENSES.txt`, licences(inputs));

await createVSIX({
  cwd: extension,
  packagePath: `${folder}/flakewise.vsix`,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});

/** Editors show the text by itself, where pictures beside it cannot be reached. */
function withoutImages(file: string): string {
  return readFileSync(file, 'utf8').replace(/^!\[.*\n\n?/gm, '');
}

function writeJson(name: string, value: object): void {
  writeFileSync(`${extension}/${name}`, JSON.stringify(value));
}

/** What runs in the editor. */
async function buildClients(): Promise<string[]> {
  const inNode = bundle({
    entryPoints: [{ in: `${source}/source/extension.ts`, out: 'extension' }],
    platform: 'node',
    external: ['vscode'],
  });
  const inBrowsers = bundle({
    entryPoints: [{ in: `${source}/source/extension-web.ts`, out: 'extension-web' }],
    platform: 'browser',
    external: ['vscode'],
  });
  return [...(await inNode), ...(await inBrowsers)];
}

/** The program, whose threads and entry are small files that load it. */
async function buildProgram(): Promise<string[]> {
  return bundle({
    entryPoints: [
      { in: 'cli/main.ts', out: 'server/flakewise' },
      { in: 'cli/run.ts', out: 'server/program' },
      { in: 'cli/threads/thread.ts', out: 'server/thread' },
      { in: 'cli/lsp/engine-thread.ts', out: 'server/engine-thread' },
    ],
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    supported: { 'dynamic-import': false },
    plugins: [{ name: 'keep-program-apart', setup: keepProgramApart }],
  });
}

function keepProgramApart({ onResolve }: Parameters<Plugin['setup']>[0]): void {
  onResolve({ filter: /\/run\.ts$/ }, ({ kind }) => {
    return kind === 'dynamic-import' ? { path: './program.cjs', external: true } : undefined;
  });
}

/** The files that a bundle was made from. */
async function bundle(options: BuildOptions): Promise<string[]> {
  const { metafile } = await build({
    outdir: `${extension}/dist`,
    bundle: true,
    format: 'cjs',
    target: 'node20',
    // Some packages have a main file that bundlers cannot follow.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    ...options,
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}
