/**
 * Loads the bundled program together with what V8 made of it when it was
 * built, which halves the start. A cache of another V8 is refused by V8
 * itself, and the program is then compiled as usual. Reading one takes time,
 * so there is another one without what makes machines; what a cache lacks, V8
 * compiles when it is called.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type * as Program from './run.ts';

declare const FILE_RULES: readonly string[];

const filename = join(__dirname, 'program.cjs');
const cache = join(__dirname, selectsFilesAlone(process.argv) ? 'files.cache' : 'program.cache');
const cachedData = existsSync(cache) ? { cachedData: bytesOf(cache) } : {};
const program: { exports: Partial<typeof Program> } = { exports: {} };
new Script(bytesOf(filename).toString('latin1'), { filename, ...cachedData }).runInThisContext()(
  program.exports,
  require,
  program,
);

/**
 * What a file holds, in pages that go back to the system when nobody needs them.
 * Buffers come from the allocator of C, and the larger those are that it has got
 * back, the more of what is freed later it keeps for as long as the process runs.
 */
function bytesOf(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  const { size } = fstatSync(descriptor);
  const { buffer } = new WebAssembly.Memory({ initial: Math.ceil(size / 65_536) });
  const bytes = Buffer.from(buffer, 0, size);
  for (let length = 0; length < size; ) {
    const read = readSync(descriptor, bytes, length, size - length, length);
    if (read === 0) throw new Error(`${file} became shorter while it was read`);
    length += read;
  }
  closeSync(descriptor);
  return bytes;
}

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
