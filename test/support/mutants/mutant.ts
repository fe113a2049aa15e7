import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Row } from '#analyzer/facts/schema.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { Span } from '#parser/span.ts';

/** A row as the mutants see it, whatever its table. */
export type AnyRow = Row & { readonly [column: string]: unknown };

/** What pointed at the place of a mutant: a row, or one column of it. */
export interface Source {
  readonly table: TableName;
  readonly row: AnyRow;
  readonly column: string | undefined;
}

export type ChangeKind = 'drop' | 'alter' | 'copy' | 'swap' | 'remove';

/** A fleet with one thing broken, as the change of one file. */
export interface Mutant {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly file: FilePath;
  /** The whole text of the file; `undefined` when it is removed. */
  readonly text: string | undefined;
  /** The change as a replacement in the healthy text. */
  readonly replaced: Span;
  readonly replacement: string;
  /** The piece of the file that the change is in, in the new text. */
  readonly element: Span;
  readonly sources: readonly Source[];
}
