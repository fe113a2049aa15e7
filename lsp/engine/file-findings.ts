import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';

/** What rules that look at single files have found in texts that are still the same. */
export class FileFindings {
  readonly #kept = new Map<FilePath, Kept>();

  /** What is found in a file; `find` is called when its text is another one than before. */
  of(
    file: FilePath,
    text: string | undefined,
    find: () => readonly Diagnostic[],
  ): readonly Diagnostic[] {
    const kept = this.#kept.get(file);
    if (kept !== undefined && kept.text === text) return kept.diagnostics;
    const diagnostics = find();
    this.#kept.set(file, { text, diagnostics });
    return diagnostics;
  }

  /** For when the rules or their settings have changed. */
  forget(): void {
    this.#kept.clear();
  }
}

interface Kept {
  readonly text: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}
