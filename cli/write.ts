import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces the text of a file so that at every moment either the old or the
 * new text is there in full. Mode stays; a link stays and its target changes,
 * because the path is already resolved. Returns what went wrong.
 */
export function writeWhole(path: string, text: string): string | undefined {
  const temporary = join(
    dirname(path),
    `.${basename(path)}.${Math.random().toString(36).slice(2)}.flakewise`,
  );
  try {
    const { mode } = statSync(path);
    const file = openSync(temporary, 'wx', mode);
    try {
      writeAll(file, Buffer.from(text, 'utf8'));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(temporary, mode);
    renameSync(temporary, path);
    return undefined;
  } catch (error) {
    removeIfThere(temporary);
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Writes a file that may be there already, like `writeWhole`. What is there
 * and no plain file, such as a pipe, is written to as it is.
 */
export function createWhole(path: string, text: string): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile()) return writeWhole(realpathSync(path), text);
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What stood in the way of writing may stand in the way of this too; the first reason is told. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    return;
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(file, bytes, written);
  }
}
