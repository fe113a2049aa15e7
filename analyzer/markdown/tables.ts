import { siteAt } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import type { DocTableRow } from '../facts/documents.ts';
import type { Site } from '../site.ts';
import type { Cell, MarkdownDocument } from './document.ts';

/** The tables of a document, row by row. */
export function docTableRows(file: FilePath, { tables }: MarkdownDocument): readonly DocTableRow[] {
  return tables.flatMap(({ heading, header, rows }) => {
    const headers = header.map(({ text }) => text);
    return rows.map(({ span, cells }) => ({
      at: siteAt(file, span),
      places: placesOf(file, cells, headers),
      file,
      heading,
      headers,
      cells: cells.map(({ text }) => text),
    }));
  });
}

function placesOf(
  file: FilePath,
  cells: readonly Cell[],
  headers: readonly string[],
): { readonly [column: string]: Site } {
  return Object.fromEntries(
    cells.flatMap(({ span }, index) => {
      const header = headers[index];
      return header === undefined || !span ? [] : [[header, siteAt(file, span)]];
    }),
  );
}
