import { analyzeText, type FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { lowerEverything } from '#analyzer/syntax/lower.ts';
import { exprOf } from '#analyzer/syntax/module.ts';
import { mend } from '#analyzer/unfinished/mend.ts';

/**
 * The analysis of a text with what means something only as long as it is written: of one
 * that ends too early to mean anything, as if what it lacks were added behind it, and with
 * second bindings of a name. Whatever stands in the text stands at the same offset in both.
 */
export const wholeAnalysis = oncePer((analysis: FileAnalysis): FileAnalysis => {
  return withRepeated(withItsEnd(analysis));
});

/** The analysis of a text in which second bindings of a name mean what they say, though Nix refuses them. */
export function withRepeated(analysis: FileAnalysis): FileAnalysis {
  const { sourceMap, language, text, lines, tree } = analysis;
  if (!sourceMap.repeated.some(({ kind }) => kind === 'duplicate')) return analysis;
  const glance: FileAnalysis['glance'] = (wants) => analysis.glance(wants);
  return { language, text, lines, tree, glance, ...lowerEverything(tree) };
}

function withItsEnd(analysis: FileAnalysis): FileAnalysis {
  const { tree, text } = analysis;
  if (tree.errors.length === 0) return analysis;
  if (exprOf(analysis.module, analysis.module.root).kind !== 'missing') return analysis;
  const mended = mend(text, text.length);
  return mended.text.startsWith(text) ? analyzeText(mended.text, 'nix') : analysis;
}
