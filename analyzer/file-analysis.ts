import type { Glance } from '#parser/glance.ts';
import { LineIndex } from '#parser/lines.ts';
import { parse, parseWhere } from '#parser/parse.ts';
import type { Language, Tree } from '#parser/tree.ts';
import { glancedWords } from './syntax/glanced-words.ts';
import { lower } from './syntax/lower.ts';
import type { Module, SourceMap } from './syntax/module.ts';

/** Everything that follows from one file's text alone. Parts are computed when first asked for. */
export interface FileAnalysis {
  readonly language: Language;
  readonly text: string;
  readonly lines: LineIndex;
  readonly tree: Tree;
  /**
   * Shows what a glance at a text in Nix tells, to somebody who says whether the
   * tree is wanted by that. It holds only as long as the question.
   */
  glance(wants: (shown: Glance) => boolean): void;
  /** Nix only; an empty module for every other language. */
  readonly module: Module;
  readonly sourceMap: SourceMap;
}

/** Total: broken text has a tree with errors, and a module with missing expressions. */
export function analyzeText(text: string, language: Language): FileAnalysis {
  return new LazyAnalysis(text, language);
}

/** The analysis of a text whose tree is known. */
export function analyzeTree(tree: Tree): FileAnalysis {
  return new LazyAnalysis(tree.text, tree.language, tree);
}

class LazyAnalysis implements FileAnalysis {
  readonly language: Language;
  readonly text: string;
  #tree: Tree | undefined;
  #lowered: { readonly module: Module; readonly sourceMap: SourceMap } | undefined;
  #lines: LineIndex | undefined;

  constructor(text: string, language: Language, tree?: Tree) {
    this.text = text;
    this.language = language;
    this.#tree = tree;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  get tree(): Tree {
    this.#tree ??= parse(this.text, this.language);
    return this.#tree;
  }

  glance(wants: (shown: Glance) => boolean): void {
    const isHere = this.#tree !== undefined;
    const tree = parseWhere(this.text, glancedWords, (shown) => wants(shown) && !isHere);
    this.#tree ??= tree;
  }

  get module(): Module {
    this.#lowered ??= lower(this.tree);
    return this.#lowered.module;
  }

  get sourceMap(): SourceMap {
    this.#lowered ??= lower(this.tree);
    return this.#lowered.sourceMap;
  }
}
