import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf } from '#analyzer/evaluate/path-value.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import type { Texts } from '#lsp/folder.ts';
import type { Span } from '#parser/span.ts';
import { filesNaming } from '../meaning/paths.ts';
import { type Move, type Moves, movesOf } from './moves.ts';
import { pathEdits } from './path-edits.ts';
import { textEdits } from './text-edits.ts';

/** One replacement of text in a file, which is still where it was. */
export interface MoveEdit {
  readonly file: FilePath;
  readonly span: Span;
  readonly text: string;
}

/** A Nix file with where it is before and after. */
export interface MovedFile {
  readonly file: FilePath;
  readonly analysis: FileAnalysis;
  /** The folder that paths begin at now. */
  readonly folder: string;
  readonly newFolder: string;
  readonly moves: Moves;
}

/** The edits that let paths lead to the same files when files and folders have moved. */
export function editsForMoves(texts: Texts, moves: readonly Move[]): readonly MoveEdit[] {
  const all = movesOf(texts, moves);
  const isMoved = (file: string): boolean => all.after(file) !== file;
  const leadsAway = (path: string): boolean => all.leadsTo(path) !== path;
  const naming = new Set(filesNaming(texts, (paths) => [...paths].some(leadsAway)));
  const ends = moves.map(({ from }) => from.slice(from.lastIndexOf('/') + 1));
  const mayName = (file: FilePath): boolean =>
    naming.has(file) || ends.some((end) => texts.text(file)?.includes(end));
  const files = texts.files.filter(
    (file) => file.endsWith('.nix') && (isMoved(file) || mayName(file)),
  );
  return files.flatMap((file) => {
    const analysis = texts.analysis(file);
    if (analysis === undefined) return [];
    const moved: MovedFile = {
      file,
      analysis,
      folder: directoryOf(file),
      newFolder: directoryOf(all.after(file)),
      moves: all,
    };
    const edits = [...pathEdits(moved), ...textEdits(texts, moved)];
    return edits.map((edit) => ({ file, ...edit }));
  });
}
