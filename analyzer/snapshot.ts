import { LineIndex } from '#parser/lines.ts';
import { parse } from '#parser/parse.ts';
import type { Language, Tree } from '#parser/tree.ts';
import type { FilePath } from './diagnostic.ts';
import { createFacts, createFleet } from './fact-tables.ts';
import type { Facts } from './facts/facts.ts';
import type { Files } from './files.ts';
import type { Fleet } from './flake/fleet.ts';
import { languageOf } from './language.ts';
import { lower } from './syntax/lower.ts';
import type { Module, SourceMap } from './syntax/module.ts';
import {
  type AnalyzerSettings,
  defaultAnalyzerSettings,
  type FileAnalysis,
  type Snapshot,
} from './workspace.ts';

/**
 * A view of the workspace as `files` shows it now. `paths` are all files that
 * belong to it; others are read when an import names them.
 */
export function openSnapshot(
  files: Files,
  paths: readonly FilePath[],
  settings: AnalyzerSettings = defaultAnalyzerSettings,
): Snapshot {
  const analyses = new Map<FilePath, FileAnalysis | undefined>();
  let facts: Facts | undefined;
  let fleet: Fleet | undefined;
  const snapshot: Snapshot = {
    files: paths,
    settings,
    analysis(file) {
      if (!analyses.has(file)) analyses.set(file, analyze(files, file));
      return analyses.get(file);
    },
    text: (file) => textOf(files, file),
    facts() {
      facts ??= createFacts(snapshot);
      return facts;
    },
    fleet() {
      fleet ??= createFleet(files, snapshot);
      return fleet;
    },
  };
  return snapshot;
}

function textOf(files: Files, file: FilePath): string | undefined {
  const content = files.read(file);
  return content.kind === 'text' ? content.text : undefined;
}

function analyze(files: Files, file: FilePath): FileAnalysis | undefined {
  const language = languageOf(file);
  const text = language && textOf(files, file);
  return language && text !== undefined ? analyzeText(text, language) : undefined;
}

/** Everything that follows from one text. The module is lowered when it is first asked for. */
function analyzeText(text: string, language: Language): FileAnalysis {
  let tree: Tree | undefined;
  let lowered: { readonly module: Module; readonly sourceMap: SourceMap } | undefined;
  let lines: LineIndex | undefined;
  const analysis: FileAnalysis = {
    language,
    text,
    get lines() {
      lines ??= new LineIndex(text);
      return lines;
    },
    get tree() {
      tree ??= parse(text, language);
      return tree;
    },
    get module() {
      lowered ??= lower(analysis.tree);
      return lowered.module;
    },
    get sourceMap() {
      lowered ??= lower(analysis.tree);
      return lowered.sourceMap;
    },
  };
  return analysis;
}
