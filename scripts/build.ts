/**
 * Bundles the command line into `dist/`.
 *
 * Two files, so that `--version` does not read the whole program: the entry,
 * and everything else. The reader of configuration files is a third, because
 * most starts do not need it.
 */
import { rmSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';

/** Modules that stay apart, by how their importer writes them, and the file each becomes. */
const apart = new Map([
  ['./run.ts', { entry: 'cli/run.ts', file: './run.cjs' }],
  ['#linter/config.ts', { entry: 'linter/config.ts', file: './config.cjs' }],
]);

const keepApart: Plugin = {
  name: 'keep-apart',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind }) => {
      const found = apart.get(path);
      return found && kind === 'dynamic-import' ? { path: found.file, external: true } : undefined;
    });
  },
};

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: [
    { in: 'cli/main.ts', out: 'flakewise' },
    ...[...apart.values()].map(({ entry, file }) => ({
      in: entry,
      out: file.slice(2, -'.cjs'.length),
    })),
  ],
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  // `require` instead of `import()`, which would scan the bundle for its exports first.
  supported: { 'dynamic-import': false },
  legalComments: 'linked',
  plugins: [keepApart],
});
