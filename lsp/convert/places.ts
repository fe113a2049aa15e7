import type { Location as Place } from 'vscode-languageserver';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';
import type { Folder } from '../folder.ts';
import { type Encoding, rangeOf } from './positions.ts';

export type { Place };

/** A span of a file of a folder as the protocol has it. */
export function placeIn(
  folder: Folder,
  { file, span }: { readonly file: FilePath; readonly span: Span },
  encoding: Encoding,
): Place {
  return { uri: folder.uriOf(file), range: rangeOf(folder.lined(file), span, encoding) };
}
