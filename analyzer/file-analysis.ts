import { LineIndex } from '#parser/lines.ts';
import { parse } from '#parser/parse.ts';
import type { Language, Tree } from '#parser/tree.ts';
import { lower } from './syntax/lower.ts';
import type { Module, SourceMap } from './syntax/module.ts';
import { syntaxKey } from './syntax/syntax-key.ts';

/** Everything that follows from one file's text alone. Parts are computed when first asked for. */
export interface FileAnalysis {
  readonly language: Language;
  readonly text: string;
  readonly lines: LineIndex;
  readonly tree: Tree;
  /** Nix only; an empty module for every other language. */
  readonly module: Module;
  readonly sourceMap: SourceMap;
  /** Equal exactly where modules are equal, so that it tells edits of meaning from edits of layout. */
  readonly moduleKey: string;
  /** Equal where trees differ in nothing but layout and comments. */
  readonly syntaxKey: string;
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
  #moduleKey: string | undefined;
  #syntaxKey: string | undefined;

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

  /** Modules are plain data, so their text tells them apart; only files that change are ever compared. */
  get moduleKey(): string {
    this.#moduleKey ??= JSON.stringify(this.module);
    return this.#moduleKey;
  }

  get syntaxKey(): string {
    this.#syntaxKey ??= syntaxKey(this.tree);
    return this.#syntaxKey;
  }
}
