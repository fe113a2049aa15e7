/**
 * Loads the bundled program together with what V8 made of it when it was
 * built, which halves the start. A cache of another V8 is refused by V8
 * itself, and the program is then compiled as usual. Reading one takes time,
 * so there is another one without what makes machines; what a cache lacks, V8
 * compiles when it is called.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type * as Program from './run.ts';

declare const FILE_RULES: readonly string[];

const filename = join(__dirname, 'program.cjs');
const cache = join(__dirname, selectsFilesAlone(process.argv) ? 'files.cache' : 'program.cache');

/** The head and the end that Node itself puts around a module. */
const wrapped = `(function (exports, require, module) {${readFileSync(filename, 'latin1')}\n})`;
const cachedData = existsSync(cache) ? { cachedData: readFileSync(cache) } : {};
const program: { exports: Partial<typeof Program> } = { exports: {} };
new Script(wrapped, { filename, ...cachedData }).runInThisContext()(
  program.exports,
  require,
  program,
);

/** Whether only rules are selected that look at single files; the build says which names stand for those. */
function selectsFilesAlone(argv: readonly string[]): boolean {
  const lists = argv.flatMap((word, index) => {
    if (word.startsWith('--select=')) return [word.slice('--select='.length)];
    return argv[index - 1] === '--select' ? [word] : [];
  });
  const names = lists.flatMap((list) => list.split(','));
  return names.length > 0 && names.every((name) => FILE_RULES.includes(name.replace(/\/.*/, '')));
}

export const { run, threadsOf, help, runEngine } = program.exports;
