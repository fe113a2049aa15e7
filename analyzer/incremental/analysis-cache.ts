import type { Language } from '#parser/tree.ts';
import { analyzeText, type FileAnalysis } from '../file-analysis.ts';

/** How much text of files that nobody has any more is remembered, for undo and for changes of branch. */
const mostRetired = 4_000_000;

/** The analyses of texts in one language, whatever files have them. */
export class AnalysisCache {
  readonly #language: Language;
  readonly #live = new Map<string, FileAnalysis>();
  /** The longest retired first. */
  readonly #retired = new Map<string, FileAnalysis>();

  constructor(language: Language) {
    this.#language = language;
  }

  /** The analysis of a text; `onNew` hears when there was none. */
  get(text: string, onNew: () => void): FileAnalysis {
    const live = this.#live.get(text);
    if (live) return live;
    const retired = this.#retired.get(text);
    this.#retired.delete(text);
    if (!retired) onNew();
    const analysis = retired ?? analyzeText(text, this.#language);
    this.#live.set(text, analysis);
    return analysis;
  }

  /** Notes that a file has another text from now on; a file that still has this one revives it. */
  retire(text: string): void {
    const analysis = this.#live.get(text);
    if (!analysis) return;
    this.#live.delete(text);
    this.#retired.set(text, analysis);
  }

  retireAll(): void {
    for (const text of this.#live.keys()) this.retire(text);
  }

  /** Forgets what was retired longest ago, beyond what is worth remembering. */
  forget(): void {
    let size = 0;
    for (const text of this.#retired.keys()) size += text.length;
    for (const text of this.#retired.keys()) {
      if (size <= mostRetired) return;
      this.#retired.delete(text);
      size -= text.length;
    }
  }
}
