import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts.ts';
import type { Files } from '#analyzer/files.ts';
import { lower } from '#analyzer/lower.ts';
import type { FileAnalysis, Snapshot } from '#analyzer/workspace.ts';
import { languageOf } from '#linter/language.ts';
import { LineIndex } from '#parser/lines.ts';
import { parse } from '#parser/parse.ts';

/** Stands in until the analyzer opens snapshots itself: syntax, and no facts. */
export function openSnapshot(files: Files, paths: readonly FilePath[]): Snapshot {
  const analyses = new Map<FilePath, FileAnalysis>();
  const text = (file: FilePath): string | undefined => {
    const content = files.read(file);
    return content.kind === 'text' ? content.text : undefined;
  };
  const analyze = (file: FilePath): FileAnalysis | undefined => {
    const source = text(file);
    const language = languageOf(file);
    if (source === undefined || language === undefined) return undefined;
    const tree = parse(source, language);
    return { language, text: source, lines: new LineIndex(source), tree, ...lower(tree) };
  };
  const facts: Facts = {
    table: () => ({ rows: [], gaps: [] }),
    locate: (site) => ({ file: site.file, span: { start: 0, end: 0 } }),
    text: (file) => text(file as FilePath),
  };
  return {
    files: [...paths].sort(),
    analysis: (file) => {
      const known = analyses.get(file) ?? analyze(file);
      if (known) analyses.set(file, known);
      return known;
    },
    text,
    facts: () => facts,
  };
}
