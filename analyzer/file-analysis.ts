import { LineIndex } from '#parser/lines.ts';
import { parse } from '#parser/parse.ts';
import type { Language, Tree } from '#parser/tree.ts';
import { lower } from './syntax/lower.ts';
import type { Module, SourceMap } from './syntax/module.ts';
import { outlineOf } from './syntax/outline.ts';

/** Everything that follows from one file's text alone. Parts are computed when first asked for. */
export interface FileAnalysis {
  readonly language: Language;
  readonly text: string;
  readonly lines: LineIndex;
  readonly tree: Tree;
  /** Nix only; an empty module for every other language. */
  readonly module: Module;
  readonly sourceMap: SourceMap;
  /** Equal where trees differ in nothing but layout, comments, and what values say. */
  readonly outline: string;
}

/** Total: broken text has a tree with errors, and a module with missing expressions. */
export function analyzeText(text: string, language: Language): FileAnalysis {
  return new LazyAnalysis(text, language);
}

class LazyAnalysis implements FileAnalysis {
  readonly language: Language;
  readonly text: string;
  #tree: Tree | undefined;
  #lowered: { readonly module: Module; readonly sourceMap: SourceMap } | undefined;
  #lines: LineIndex | undefined;
  #outline: string | undefined;

  constructor(text: string, language: Language) {
    this.text = text;
    this.language = language;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  get tree(): Tree {
    this.#tree ??= parse(this.text, this.language);
    return this.#tree;
  }

  get module(): Module {
    this.#lowered ??= lower(this.tree);
    return this.#lowered.module;
  }

  get sourceMap(): SourceMap {
    this.#lowered ??= lower(this.tree);
    return this.#lowered.sourceMap;
  }

  get outline(): string {
    this.#outline ??= outlineOf(this.tree);
    return this.#outline;
  }
}
