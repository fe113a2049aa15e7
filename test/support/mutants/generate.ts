import type { Location } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import { tables } from '#analyzer/facts/tables.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import { alteredText, nixLiteral } from './alter.ts';
import type { Collection } from './collection.ts';
import type { AnyRow, Source } from './mutant.ts';
import { addSwaps } from './swaps.ts';
import { generalLast, rowsOf, type Workshop, workshopOf } from './workshop.ts';

/** The mutants that the fact tables ask for: each row and each column once, broken in each way. */
export function mutantsOf(snapshot: Snapshot): Collection {
  const workshop = workshopOf(snapshot);
  for (const table of generalLast) {
    const rows = rowsOf(snapshot, table);
    for (const row of rows) addRow(workshop, { table, row, column: undefined });
    for (const row of rows) addColumns(workshop, { table, row, column: undefined }, rows);
    addSwaps(workshop, table, rows);
  }
  return workshop.collection;
}

/** Takes the row out, and gives it another name. */
function addRow({ places, collection, isNew }: Workshop, source: Source): void {
  const { at } = source.row;
  const location = places.locate(at);
  const part = places.row(at);
  if (part) collection.add('drop', source, { part, span: part.removal, replacement: '' });
  else if (places.isWholeFile(location)) collection.remove(location.file, source);
  if (!part) return;
  const { file, span } = location;
  const text = places.text(file);
  if (!isName(text, span)) return;
  const column = columnWith(source.row, text.slice(span.start, span.end));
  if (column === undefined) return;
  const value = source.row[column];
  const replacement = alteredText({ file, text, span, value }, isNew);
  if (replacement === undefined) return;
  collection.add('alter', { ...source, column }, { part, span, replacement });
}

/** Takes each column out, alters it, and gives it what another row has. */
function addColumns(workshop: Workshop, source: Source, rows: readonly AnyRow[]): void {
  const { places, collection, isNew } = workshop;
  const own = places.row(source.row.at);
  for (const [column, { file, span }] of columnPlaces(workshop, source)) {
    const of = { ...source, column };
    const part = places.part({ file, span }, ['||', '&&']);
    if (!part || span.start === span.end) continue;
    const element = own?.file === file ? own : part;
    if (!own || !sameSpan(part.span, own.span))
      collection.add('drop', of, { part: element, span: part.removal, replacement: '' });
    const text = places.text(file);
    const value = known(source.row[column]);
    const replacement = alteredText({ file, text, span, value }, isNew);
    if (replacement !== undefined)
      collection.add('alter', of, { part: element, span, replacement });
    const copied = neighbourText(workshop, of, rows);
    if (copied !== undefined)
      collection.add('copy', of, { part: element, span, replacement: copied });
  }
}

/** The places of columns; a value without one is what the row's name is bound to. */
function columnPlaces({ places }: Workshop, { table, row }: Source): readonly [string, Location][] {
  const given = Object.entries(row.places ?? {}).map(([column, site]): [string, Location] => {
    return [column, places.locate(site)];
  });
  const bound = 'value' in tables[table].columns && !row.places?.value && places.boundTo(row.at);
  return bound ? [...given, ['value', bound]] : given;
}

/** What the next row with another value has in this column. */
function neighbourText(
  { places }: Workshop,
  { row, column = '' }: Source,
  rows: readonly AnyRow[],
): string | undefined {
  const value = known(row[column]);
  const site = row.places?.[column];
  if (value === undefined || !site) return undefined;
  const index = rows.indexOf(row);
  const others = [...rows.slice(index + 1), ...rows.slice(0, index)];
  const other = others.find((one) => {
    const theirs = known(one[column]);
    return (
      theirs !== undefined &&
      JSON.stringify(theirs) !== JSON.stringify(value) &&
      one.host === row.host
    );
  });
  if (!other) return undefined;
  const { file } = places.locate(site);
  if (file.endsWith('.nix')) return nixLiteral(known(other[column]));
  const theirs = other.places?.[column];
  if (!theirs) return undefined;
  const { file: theirFile, span } = places.locate(theirs);
  return theirFile === file ? places.text(file).slice(span.start, span.end) : undefined;
}

function known(value: unknown): unknown {
  return isUndecided(value) ? undefined : value;
}

/** Whether a row's place is a name or a literal rather than an expression or a block. */
function isName(text: string, { start, end }: Span): boolean {
  const written = text.slice(start, end);
  return /^([\w'.:/@-]+|"[^"\n]*")$/.test(written);
}

/** The column that says what is written at the row's place. */
function columnWith(row: AnyRow, written: string): string | undefined {
  const plain = written.replace(/^"(.*)"$/, '$1');
  const found = Object.entries(row).find(([, value]) => String(value) === plain);
  return found?.[0];
}

function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}
