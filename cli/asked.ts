import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileContent } from '#analyzer/files.ts';
import { decode } from './files.ts';
import type { Terminal, WrongUse } from './terminal.ts';

/** What the command line names, with lists and the standard input read. */
export interface Asked {
  /** `undefined` means the whole workspace. */
  readonly targets: readonly string[] | undefined;
  readonly stdin: { readonly name: string; readonly content: FileContent } | undefined;
}

export interface AskOptions {
  readonly stdinFilename: string | undefined;
  readonly filesFrom: string | undefined;
  readonly changed: string | true | undefined;
  readonly staged: boolean;
}

export async function readAsked(
  paths: readonly string[],
  options: AskOptions,
  terminal: Terminal,
): Promise<Asked | WrongUse> {
  if (paths.includes('-')) return readStandardInput(paths, options, terminal);
  if (options.stdinFilename !== undefined) {
    return { wrongUse: '`--stdin-filename` belongs to the path `-`' };
  }
  if (options.filesFrom === undefined) {
    return { targets: paths.length === 0 ? undefined : paths, stdin: undefined };
  }
  const list = await readList(options.filesFrom, terminal);
  if (typeof list !== 'string') return list;
  const names = list.split(list.includes('\0') ? '\0' : /\r?\n/).filter((name) => name !== '');
  return { targets: [...paths, ...names], stdin: undefined };
}

async function readStandardInput(
  paths: readonly string[],
  { stdinFilename, filesFrom, changed, staged }: AskOptions,
  terminal: Terminal,
): Promise<Asked | WrongUse> {
  if (paths.length > 1 || filesFrom !== undefined) {
    return { wrongUse: '`-` stands alone, without further paths' };
  }
  if (staged || changed !== undefined) {
    return { wrongUse: '`-` is one text, of which git knows no changes' };
  }
  if (stdinFilename === undefined) {
    return { wrongUse: '`-` needs `--stdin-filename`, the path that the text belongs to' };
  }
  const content = decode(await terminal.input());
  return { targets: [stdinFilename], stdin: { name: stdinFilename, content } };
}

async function readList(file: string, terminal: Terminal): Promise<string | WrongUse> {
  if (file === '-') return (await terminal.input()).toString('utf8');
  try {
    return readFileSync(resolve(terminal.directory, file), 'utf8');
  } catch {
    return { wrongUse: `the list \`${file}\` cannot be read` };
  }
}
