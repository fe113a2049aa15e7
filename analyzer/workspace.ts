import type { LineIndex } from '#parser/lines.ts';
import type { Language, Tree } from '#parser/tree.ts';
import type { FilePath } from './diagnostic.ts';
import type { Facts } from './facts/facts.ts';
import type { Fleet } from './flake/fleet.ts';
import type { Module, SourceMap } from './syntax/module.ts';

/** Everything that follows from one file's text alone. Parts are computed when first asked for. */
export interface FileAnalysis {
  readonly language: Language;
  readonly text: string;
  readonly lines: LineIndex;
  readonly tree: Tree;
  /** Nix only; an empty module for every other language. */
  readonly module: Module;
  readonly sourceMap: SourceMap;
}

/** What a configuration tells the analyzer that the files cannot. */
export interface AnalyzerSettings {
  /** By the name of a derivation, the file whose data it holds as JSON. */
  readonly derivations: ReadonlyMap<string, FilePath>;
}

export const defaultAnalyzerSettings: AnalyzerSettings = { derivations: new Map() };

/** An immutable view of the workspace. Answers are computed when first asked for. */
export interface Snapshot {
  /** Every file the shell found, sorted. */
  readonly files: readonly FilePath[];
  readonly settings: AnalyzerSettings;
  /** `undefined` for files that are absent, unreadable, or in a language without a tree. */
  analysis(file: FilePath): FileAnalysis | undefined;
  /** The text of any file; `undefined` when absent or unreadable. */
  text(file: FilePath): string | undefined;
  facts(): Facts;
  /** The machines behind the facts, for whoever asks for single options. Rules read the facts. */
  fleet(): Fleet;
}
