import { analyzeText, type FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { exprOf } from '#analyzer/syntax/module.ts';
import { mend } from '#analyzer/unfinished/mend.ts';

/**
 * The analysis of a text that ends too early to mean anything, as if what it lacks
 * were added behind it; of every other text as it is. Whatever stands in the text
 * stands at the same offset in both.
 */
export const wholeAnalysis = oncePer((analysis: FileAnalysis): FileAnalysis => {
  const { tree, text } = analysis;
  if (tree.errors.length === 0) return analysis;
  if (exprOf(analysis.module, analysis.module.root).kind !== 'missing') return analysis;
  const mended = mend(text, text.length);
  return mended.text.startsWith(text) ? analyzeText(mended.text, 'nix') : analysis;
});
