import type { FilePath } from '../diagnostic.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import type { Binding, ExprId, Module } from '../syntax/module.ts';
import { type CodeNotes, emptyNotes } from './code-notes.ts';

/** A module under evaluation. */
export interface Code extends CodeNotes {
  readonly module: Module;
  /** What sets bind, by their expressions; filled as they are evaluated. */
  readonly shapes: (Shape | 'computed' | undefined)[];
}

/** What bindings with plain names bind, worked out once for all sets of one expression. */
export interface Shape {
  /** The expression of the set. */
  readonly id: ExprId;
  readonly bindings: readonly Binding[];
  /** The last binding of each name, which is the one that counts. */
  readonly places: ReadonlyMap<string, number>;
  readonly sorted: readonly string[];
  /** Whether no name is one of those that tell sets apart. */
  readonly isUntyped: boolean;
}

/** Modules are never changed, so that the shapes of their sets are the same for all evaluations. */
const shapesIn = oncePer(({ exprs }: Module): (Shape | 'computed' | undefined)[] =>
  new Array<Shape | 'computed' | undefined>(exprs.length).fill(undefined),
);

/** Something that a file tells without being evaluated; the answer is plain data. */
export type Telling<Answer> = (analysis: FileAnalysis, file: FilePath) => Answer;

/** Where an evaluation finds code. */
export interface CodeReader {
  /** What evaluates marks what it looks at; what reads code in any other way uses `tell`. */
  readonly code: (file: FilePath) => Code | undefined;
  /** `undefined` where there is no Nix file to read. */
  readonly tell: <Answer>(file: FilePath, telling: Telling<Answer>) => Answer | undefined;
}

/** Code of which nothing has been evaluated yet. */
export function codeOf(module: Module): Code {
  return codeWith(module, emptyNotes(module.exprs.length));
}

/** Code of which something has been evaluated. */
export function codeWith(module: Module, { evaluated, missed }: CodeNotes): Code {
  return { module, evaluated, missed, shapes: shapesIn(module) };
}

/** The code of files, without notes of what is looked at. */
export function codeFrom(analysisOf: (file: FilePath) => FileAnalysis | undefined): CodeReader {
  return {
    code: (file) => {
      const analysis = analysisOf(file);
      return analysis && codeOf(analysis.module);
    },
    tell: (file, telling) => {
      const analysis = analysisOf(file);
      return analysis && telling(analysis, file);
    },
  };
}
