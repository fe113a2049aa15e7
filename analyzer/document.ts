import type { FilePath } from './diagnostic.ts';

/** A file of the workspace with its text. */
export interface Document {
  readonly file: FilePath;
  readonly text: string;
}
