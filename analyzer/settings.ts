import type { FilePath } from './diagnostic.ts';

/** What a configuration tells the analyzer that the files cannot. */
export interface AnalyzerSettings {
  /** By the name of a derivation, the file whose data it holds as JSON. */
  readonly derivations: ReadonlyMap<string, FilePath>;
}

export const defaultAnalyzerSettings: AnalyzerSettings = { derivations: new Map() };
