/**
 * Loads the bundled program together with what V8 made of it when it was
 * built, which halves the start. A cache of another V8 is refused by V8
 * itself, and the program is then compiled as usual.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type * as Program from './run.ts';

const filename = join(__dirname, 'program.cjs');
const cache = join(__dirname, 'program.cache');

/** The head and the end that Node itself puts around a module. */
const wrapped = `(function (exports, require, module) {${readFileSync(filename, 'latin1')}\n})`;
const cachedData = existsSync(cache) ? { cachedData: readFileSync(cache) } : {};
const program: { exports: Partial<typeof Program> } = { exports: {} };
new Script(wrapped, { filename, ...cachedData }).runInThisContext()(
  program.exports,
  require,
  program,
);

export const { run, threadsOf, help, runEngine } = program.exports;
