import type { FilePath } from '../diagnostic.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import type { Module } from '../syntax/module.ts';

/** A module under evaluation. */
export interface Code {
  readonly module: Module;
  /** One byte for each expression, set as soon as anybody looks at what it says. */
  readonly evaluated: Uint8Array;
}

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
  return { module, evaluated: new Uint8Array(module.exprs.length) };
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
