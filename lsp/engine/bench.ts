import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Setup } from '../configuration.ts';

/** What questions are answered with that more than look at the workspace. */
export interface Bench {
  readonly setup: Setup;
  /** The workspace when these files have these texts; it stays as it is itself. */
  readonly withTexts: (texts: ReadonlyMap<FilePath, string>) => Snapshot;
}
