/**
 * Bundles the language server for the worker of a browser into one file, whose
 * path is the argument. It needs nothing of Node.
 */
import { build } from 'esbuild';
import { workerOptions } from './worker-options.ts';

const [outfile = 'dist/server-worker.js'] = process.argv.slice(2);

await build({ ...workerOptions, outfile });
