import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import type { Mended } from '#analyzer/unfinished/mend.ts';
import type { Texts } from '#lsp/folder.ts';
import type { Names } from '../meaning/names.ts';
import { namesOf } from '../meaning/workspace-names.ts';

/** What is asked about a place of a Nix file, of which the mended text counts. */
export interface NixQuestion {
  readonly file: FilePath;
  readonly analysis: FileAnalysis;
  readonly mended: Mended;
  /** The workspace with the mended text. */
  readonly texts: Texts;
  readonly names: Names;
}

export function nixQuestion(
  texts: Texts,
  { file, analysis, mended }: Pick<NixQuestion, 'file' | 'analysis' | 'mended'>,
): NixQuestion {
  const own: Texts = {
    files: texts.files,
    contents: texts.contents,
    text: (path) => (path === file ? analysis.text : texts.text(path)),
    analysis: (path) => (path === file ? analysis : texts.analysis(path)),
  };
  return { file, analysis, mended, texts: own, names: namesOf(own) };
}
