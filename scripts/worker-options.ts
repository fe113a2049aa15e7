import type { BuildOptions } from 'esbuild';
import { version } from '../cli/version.ts';

/** How the language server is bundled for the worker of a browser. */
export const workerOptions = {
  entryPoints: ['lsp/web/worker.ts'],
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  define: { flakewiseVersion: JSON.stringify(version) },
} satisfies BuildOptions;
