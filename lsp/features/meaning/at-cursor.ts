import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type Meaning, meaningAt } from './at.ts';
import type { Names } from './names.ts';

/** What stands at an offset of a file, and the analysis of that; nothing where only what a text lacks would stand. */
export function atCursor(
  names: Names,
  file: FilePath,
  offset: number,
): { readonly analysis: FileAnalysis; readonly meaning: Meaning } | undefined {
  const analysis = names.analysis(file);
  const meaning = analysis && meaningAt(analysis, offset);
  if (analysis === undefined || meaning === undefined) return undefined;
  const end = analysis.tree.end[meaning.node] ?? 0;
  return end <= (names.texts.text(file)?.length ?? 0) ? { analysis, meaning } : undefined;
}
