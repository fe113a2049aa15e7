import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import { commentRows } from '../syntax/comment-rows.ts';
import { wordsInText } from './words.ts';

/** What the comments of a Nix file name, such as an import that is switched off. */
export const namedInComments = oncePer(({ tree }: FileAnalysis): readonly string[] => {
  const texts = commentRows(tree).map((row) => tree.text.slice(tree.start[row], tree.end[row]));
  return texts
    .filter((text) => text.includes('/') || text.includes('.nix'))
    .flatMap((text) => wordsInText(text));
});
