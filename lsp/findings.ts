import type { Diagnostic, FilePath, Fix } from '#analyzer/diagnostic.ts';
import { inOrder } from '#linter/lint.ts';
import type { Replacement } from './document.ts';
import { shifted } from './shifted.ts';

/**
 * The findings of a workspace by file. Those of single files come at once, and
 * the others when the whole workspace has been looked at; neither erases what
 * the other has said.
 */
export class Findings {
  #byFile: Map<FilePath, readonly Diagnostic[]> = new Map();

  of(file: FilePath): readonly Diagnostic[] {
    return this.#byFile.get(file) ?? [];
  }

  /** Files with findings, sorted. */
  get files(): readonly FilePath[] {
    return [...this.#byFile.keys()].sort();
  }

  get count(): number {
    return [...this.#byFile.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Moves findings with the text of a file, whichever file they are in. */
  shift(file: FilePath, replaced: readonly Replacement[]): void {
    for (const [holder, diagnostics] of this.#byFile) {
      this.#byFile.set(
        holder,
        diagnostics.map((diagnostic) => shifted(diagnostic, file, replaced)),
      );
    }
  }

  /** Drops the fixes that edit a file, or all of them, because nobody knows how the text has changed. */
  dropFixes(file?: FilePath): void {
    const isStale = ({ edits }: Fix): boolean =>
      file === undefined || edits.some((edit) => edit.file === file);
    for (const [holder, diagnostics] of this.#byFile) {
      const kept = diagnostics.map((diagnostic) => {
        return { ...diagnostic, fixes: diagnostic.fixes.filter((fix) => !isStale(fix)) };
      });
      this.#byFile.set(holder, kept);
    }
  }

  /** Takes what the rules with these names found in one file in place of what they had found there. */
  replaceInFile(
    file: FilePath,
    found: readonly Diagnostic[],
    isOfFile: (rule: string) => boolean,
  ): void {
    const kept = this.of(file).filter(({ rule }) => !isOfFile(rule));
    this.#set(file, inOrder([...kept, ...found]));
  }

  /** Takes the findings of a whole look. */
  replaceAll(diagnostics: readonly Diagnostic[]): void {
    const byFile = new Map<FilePath, Diagnostic[]>();
    for (const diagnostic of diagnostics) {
      const ofFile = byFile.get(diagnostic.file) ?? [];
      ofFile.push(diagnostic);
      byFile.set(diagnostic.file, ofFile);
    }
    this.#byFile = byFile;
  }

  #set(file: FilePath, diagnostics: readonly Diagnostic[]): void {
    if (diagnostics.length === 0) this.#byFile.delete(file);
    else this.#byFile.set(file, diagnostics);
  }
}
