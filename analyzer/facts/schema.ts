import type { Site } from '../site.ts';
import type { Cell } from './cell.ts';

/** One fact. `at` is where it comes from, `places` where single columns come from. */
export interface Row {
  readonly at: Site;
  readonly places?: { readonly [column: string]: Site };
}

/** What is known of a column at run time. */
export interface ColumnInfo {
  /** The kind of value in words, such as `text` or `tcp or udp`. */
  readonly type: string;
  /** One sentence for people. */
  readonly about: string;
  /** `set`: always there; `optional`: may be unset; `cell`: may be unset, and may be undecided. */
  readonly presence: 'set' | 'optional' | 'cell';
  /** What values that are set and known look like as JSON. */
  readonly json: JsonForm;
}

/** The part of JSON Schema that columns need. */
export type JsonForm =
  | {
      readonly type: 'string' | 'number' | 'boolean' | readonly ('string' | 'number' | 'boolean')[];
    }
  | { readonly enum: readonly string[] }
  | { readonly type: 'array'; readonly items: JsonForm }
  | { readonly $ref: '#/$defs/place' };

/** What one column holds, for programs, for documentation and for the type of the rows. */
export interface Column<T> extends ColumnInfo {
  /** Never there; carries the type of the values. */
  readonly values?: (value: T) => T;
}

type Columns = { readonly [name: string]: ColumnInfo };

/** A table: what a row of it says, and its columns. */
export interface TableSchema<Of extends Columns = Columns> {
  readonly about: string;
  readonly columns: Of;
}

/** The type of a table's rows, from its columns. */
export type RowOf<Schema> =
  Schema extends TableSchema<infer Of>
    ? Row & {
        readonly [Name in keyof Of]: Of[Name] extends Column<infer T> ? T : never;
      }
    : never;

export function table<const Of extends Columns>(about: string, columns: Of): TableSchema<Of> {
  return { about, columns };
}

export function text(about: string): Column<string> {
  return { type: 'text', about, presence: 'set', json: { type: 'string' } };
}

export function texts(about: string): Column<readonly string[]> {
  return { type: 'list of texts', about, presence: 'set', json: listOf({ type: 'string' }) };
}

/** Texts in which `${…}` stands for what is not known. */
export function partialTexts(about: string): Column<readonly string[]> {
  return {
    type: 'list of texts with holes',
    about,
    presence: 'set',
    json: listOf({ type: 'string' }),
  };
}

export function number(about: string): Column<number> {
  return { type: 'number', about, presence: 'set', json: { type: 'number' } };
}

export function numbers(about: string): Column<readonly number[]> {
  return { type: 'list of numbers', about, presence: 'set', json: listOf({ type: 'number' }) };
}

export function truth(about: string): Column<boolean> {
  return { type: 'true or false', about, presence: 'set', json: { type: 'boolean' } };
}

export function scalar(about: string): Column<string | number | boolean> {
  return {
    type: 'text, number, true or false',
    about,
    presence: 'set',
    json: { type: ['string', 'number', 'boolean'] },
  };
}

/** One of a few words. */
export function choice<const Word extends string>(
  words: readonly Word[],
  about: string,
): Column<Word> {
  const type = words.map((word) => `\`${word}\``).join(' or ');
  return { type, about, presence: 'set', json: { enum: words } };
}

export function sites(about: string): Column<readonly Site[]> {
  return {
    type: 'list of places',
    about,
    presence: 'set',
    json: listOf({ $ref: '#/$defs/place' }),
  };
}

/** A column that may be unset, and is never undecided. */
export function optional<T>({ type, about, json }: Column<T>): Column<T | undefined> {
  return { type, about, presence: 'optional', json };
}

/** A column that may be unset, and whose value may be undecided. */
export function cell<T>({ type, about, json }: Column<T>): Column<Cell<T>> {
  return { type, about, presence: 'cell', json };
}

function listOf(items: JsonForm): JsonForm {
  return { type: 'array', items };
}
