import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '#parser/parse.ts';

/** What parsing many files came to. */
export interface ParseNumbers {
  readonly files: number;
  readonly megabytes: number;
  readonly rows: number;
  readonly milliseconds: number;
  /** The first parse of the process: decoding, compiling and starting the module. */
  readonly coldStart: number;
  /** A parse of the same small text afterwards. */
  readonly warmStart: number;
}

/** Parses every Nix file below the folders and prints how fast that was. Reading is not counted. */
export function benchParse(folders: readonly string[]): ParseNumbers {
  const coldStart = time(() => parse('{ }', 'nix'));
  const warmStart = time(() => parse('{ }', 'nix'));
  const texts = folders.flatMap(nixTexts);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  let rows = 0;
  const runs = Array.from({ length: 3 }, () => {
    rows = 0;
    return time(() => {
      for (const text of texts) rows += parse(text, 'nix').size;
    });
  });
  const milliseconds = Math.min(...runs);
  const numbers = {
    files: texts.length,
    megabytes: bytes / 1e6,
    rows,
    milliseconds,
    coldStart,
    warmStart,
  };
  console.log(describe(numbers));
  return numbers;
}

function describe(numbers: ParseNumbers): string {
  const { files, megabytes, rows, milliseconds, coldStart, warmStart } = numbers;
  const speed = megabytes / (milliseconds / 1000);
  return [
    `parse: ${files} files, ${megabytes.toFixed(1)} MB, ${rows} rows in ${milliseconds.toFixed(0)} ms`,
    `${speed.toFixed(1)} MB/s; first parse ${coldStart.toFixed(1)} ms, second ${warmStart.toFixed(2)} ms`,
  ].join('; ');
}

function nixTexts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.nix'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

function time(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

if (process.argv[1]?.endsWith('parse.ts')) benchParse(process.argv.slice(2));
