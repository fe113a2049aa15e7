import { optional, type RowOf, table, text, texts } from './schema.ts';

export const docTableSchema = table('A row of a table in a document.', {
  file: text('The document.'),
  heading: optional(text('The nearest heading above the table.')),
  headers: texts('The texts of the table’s first row; `places` has the cells of this row by them.'),
  cells: texts('The texts of this row.'),
});

export type DocTableRow = RowOf<typeof docTableSchema>;
