import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent, Files } from '#analyzer/files.ts';
import type { Engine, Report } from './engine/engine.ts';

/** Everything outside of the server that it may use; shells give the real one. */
export interface Outside {
  readonly version: string;
  /** The workspace that a folder of the editor belongs to, as it is now; `undefined` where there is none to read. */
  open(folder: string): Promise<OpenFolder | undefined>;
  /** Starts what looks at a whole workspace, beside the server where that is possible. */
  startEngine(folder: OpenFolder, report: Report): Engine;
  /** Where the page of a rule of flakewise is; `undefined` where there is none. */
  rulePage(rule: string): string | undefined;
  /** Runs a formatter that the user has chosen; what it printed, or what went wrong. */
  readonly format: Format | undefined;
}

/** A workspace as it is outside of the editor. */
export interface OpenFolder {
  /** The URI of its root, without a slash at the end. */
  readonly root: string;
  readonly files: Files;
  /** Every file that belongs to it, sorted. */
  readonly paths: readonly FilePath[];
  readonly links: readonly FilePath[];
  /** What a file holds now, whatever it held when the folder was opened. */
  fresh(file: FilePath): Promise<FileContent>;
}

export type Format = (
  command: readonly string[],
  text: string,
) => Promise<{ readonly text: string } | { readonly failure: string }>;
