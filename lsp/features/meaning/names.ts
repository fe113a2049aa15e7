import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import type { Module } from '#analyzer/syntax/module.ts';
import type { Scopes } from '#analyzer/syntax/scope.ts';
import type { Texts } from '#lsp/folder.ts';
import type { Destination, ExprSite, Mention, Name, Origin } from './name.ts';

/**
 * What names of a workspace mean, as far as its texts tell: nothing is evaluated,
 * and what cannot be told is left out.
 */
export interface Names {
  readonly texts: Texts;
  analysis(file: FilePath): FileAnalysis | undefined;
  module(file: FilePath): Module;
  scopes(file: FilePath): Scopes;
  /** What an expression may be. */
  origins(site: ExprSite): readonly Origin[];
  /** Where the value of an expression goes. */
  destinations(site: ExprSite): readonly Destination[];
  /** What a function may be given. */
  given(lambda: ExprSite): readonly Origin[];
  /** Where a name is mentioned, anywhere in the workspace; not where it is given. */
  mentions(name: Name): readonly Mention[];
  /** Whether anything may take attributes of a value. */
  isSeen(site: ExprSite): boolean;
  /** The sets that modules get their arguments from, besides those that every module has. */
  moduleArguments(): readonly Origin[];
  /** The Nix files whose texts hold another text. */
  filesWith(text: string): readonly FilePath[];
}
