import type { Language } from '#parser/tree.ts';
import { analyzeText, type FileAnalysis } from '../file-analysis.ts';

/** How much text of versions that edits have left behind is remembered, for whoever takes an edit back. */
const mostRetired = 100_000;

/** The analyses of texts in one language, whatever files have them. */
export class AnalysisCache {
  readonly #language: Language;
  #live = new Map<string, FileAnalysis>();
  /** What was live before all files came anew and nobody has asked for since. */
  #earlier = new Map<string, FileAnalysis>();
  /** The longest retired first. */
  readonly #retired = new Map<string, FileAnalysis>();

  constructor(language: Language) {
    this.#language = language;
  }

  /** The analysis of a text; `onNew` hears when there was none. */
  get(text: string, onNew: () => void): FileAnalysis {
    const live = this.#live.get(text);
    if (live) return live;
    const remembered = this.#earlier.get(text) ?? this.#retired.get(text);
    this.#earlier.delete(text);
    this.#retired.delete(text);
    if (!remembered) onNew();
    const analysis = remembered ?? analyzeText(text, this.#language);
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

  /**
   * Notes that all files come anew, most of them with the texts that they have. What nobody asks
   * for until the next time is forgotten then, unless nobody has looked at most of them since.
   */
  retireAll(): void {
    const isLookedAt = this.#live.size >= this.#earlier.size;
    this.#earlier = isLookedAt ? this.#live : new Map([...this.#earlier, ...this.#live]);
    this.#live = new Map();
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
