import type { FilePath, Note } from '../diagnostic.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { mentioners, type UnusedName } from './unused.ts';

/** Where an unused name is mentioned although that makes no use of it. */
export function mentionNotes(
  { file, analysis }: { readonly file: FilePath; readonly analysis: FileAnalysis },
  name: UnusedName,
  unused: readonly UnusedName[],
): readonly Note[] {
  return mentioners(name, unused).map((binder) => {
    const row = analysis.sourceMap.nodes[binder.site] ?? 0;
    const span = { start: analysis.tree.start[row] ?? 0, end: analysis.tree.end[row] ?? 0 };
    const message = `mentions \`${name.binder.name}\`, but is itself never used`;
    return { file, span, message };
  });
}
