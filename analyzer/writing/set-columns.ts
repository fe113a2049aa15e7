import type { Span } from '#parser/span.ts';
import { type Node, root } from '#parser/tree.ts';
import type { Edit } from '../diagnostic.ts';
import {
  type DeepAttribute,
  insertDeepAttributes,
  writtenAttribute,
} from '../edit/attribute-path.ts';
import { type Insertion, insertAfter } from '../edit/insertion.ts';
import { type AnyRow, isSamePlace, rowsBeside, rowsOf } from '../facts/any-row.ts';
import type { Facts } from '../facts/facts.ts';
import type { TableName } from '../facts/tables.ts';
import type { Site } from '../site.ts';
import { wrappedSet } from '../syntax/option-path.ts';
import { addRow } from './add-row.ts';
import { bindingOf, type LocatedBinding } from './located.ts';
import { formFor, namedSets } from './nix-tables.ts';
import { nixText } from './nix-text.ts';
import type { Value, Values, Writing } from './writing.ts';

/** A row of a table. */
export interface RowOfTable {
  readonly table: TableName;
  readonly row: AnyRow;
}

/**
 * Sets columns of a row, and of all rows that come from the same place:
 * literals are replaced, and what is not set is added to the row’s set.
 * `undefined` where one of them is not written in a way that can be changed.
 */
export function setColumns(facts: Facts, of: RowOfTable, values: Values): Writing | undefined {
  const { known, ...attributes } = values;
  const listed = known === undefined ? [] : listAsKnown(facts, of, known)?.edits;
  const set = setAttributes(facts, of, attributes);
  return listed && set && { title: titleOf(values), edits: [...listed, ...set] };
}

function setAttributes(
  facts: Facts,
  { table, row }: RowOfTable,
  values: Values,
): readonly Edit[] | undefined {
  const form = formFor(namedSets[table], row);
  if (!form) return undefined;
  const edits: Edit[] = [];
  const unset: DeepAttribute[] = [];
  for (const [column, value] of Object.entries(values)) {
    const path = form.columns[column];
    const site = row.places?.[column];
    if (!path) return undefined;
    if (row[column] === undefined && !site) unset.push({ path, value: nixText(value) });
    else {
      const edit =
        site && !isUsedElsewhere(facts, { table, row }, column) && replace(facts, site, value);
      if (!edit) return undefined;
      edits.push(edit);
    }
  }
  const added = unset.length === 0 ? [] : insertionsFor(bindingOf(facts, row, form.key), unset);
  return added && [...edits, ...added];
}

/** Whether a column can be set at all, in some form of the table. */
export function canSet(table: TableName, column: string): boolean {
  const isListed = column === 'known' && (table === 'user' || table === 'group');
  return isListed || (namedSets[table] ?? []).some(({ columns }) => column in columns);
}

/** nix-darwin knows a user or group by a list of names, and not by what is said of it. */
function listAsKnown(facts: Facts, { table, row }: RowOfTable, known: Value): Writing | undefined {
  const { host, name } = row;
  if (known !== true || (table !== 'user' && table !== 'group')) return undefined;
  if (typeof host !== 'string' || typeof name !== 'string') return undefined;
  const columns = { host, kind: table, name };
  return addRow(facts, { table: 'known-account', columns, near: row.at });
}

function titleOf(values: Values): string {
  const parts = Object.entries(values).map(
    ([column, value]) => `\`${column}\` to \`${String(value)}\``,
  );
  return `set ${parts.join(' and ')}`;
}

/** Adds attributes of any depth to the set of a row; `undefined` where it has one of them, or is computed. */
export function addAttributes(
  facts: Facts,
  { table, row }: RowOfTable,
  attributes: readonly DeepAttribute[],
): readonly Edit[] | undefined {
  const form = formFor(namedSets[table], row);
  return form && insertionsFor(bindingOf(facts, row, form.key), attributes);
}

function insertionsFor(
  found: LocatedBinding | undefined,
  attributes: readonly DeepAttribute[],
): readonly Edit[] | undefined {
  if (!found) return undefined;
  const insertions = found.set
    ? insertDeepAttributes(found.set, attributes)
    : insertAround(found, attributes);
  return insertions?.map((insertion) => ({ file: found.file, ...insertion }));
}

/** `shop.serviceConfig = { … };` takes what is below `serviceConfig` into its set. */
function insertAround(
  found: LocatedBinding,
  attributes: readonly DeepAttribute[],
): readonly Insertion[] | undefined {
  const { rest, binding } = found;
  const isBelow = ({ path }: DeepAttribute) =>
    path.length > rest.length && rest.every((name, index) => name === path[index]);
  const below = attributes.filter(isBelow).map(({ path, value }) => {
    return { path: path.slice(rest.length), value };
  });
  const value = binding.child('expression');
  const set = value && wrappedSet(value);
  const inside = below.length === 0 ? [] : set && insertDeepAttributes(set, below);
  const others = attributes.filter((attribute) => !isBelow(attribute));
  const beside = others.length === 0 ? [] : insertBeside(found, others);
  return inside && beside && [...inside, ...beside];
}

/** `users.users.shop.uid = 3;` gets `users.users.shop.gid = 3;` behind it. */
function insertBeside(
  { binding, prefix, name, rest }: LocatedBinding,
  attributes: readonly DeepAttribute[],
): readonly Insertion[] | undefined {
  if (rest.length === 0) return undefined;
  const { text } = binding.tree;
  return attributes.map(({ path, value }) => {
    const written = `${prefix}${writtenAttribute({ path: [name, ...path], value })}`;
    return insertAfter(text, binding.span, { text: written });
  });
}

/** Whether rows that come from elsewhere have the value of a column from the same place. */
function isUsedElsewhere(facts: Facts, { table, row }: RowOfTable, column: string): boolean {
  const site = row.places?.[column];
  if (!site) return false;
  const own = new Set(rowsBeside(facts, table, row));
  return rowsOf(facts, table).some((other) => {
    const place = other.places?.[column];
    return place !== undefined && !own.has(other) && isSamePlace({ at: place }, { at: site });
  });
}

/** Puts another value in the place of a literal. */
function replace(facts: Facts, site: Site, value: Value): Edit | undefined {
  const { file, span } = facts.locate(site);
  const tree = file.endsWith('.nix') ? facts.tree(file) : undefined;
  const node = tree && nodeAt(root(tree), span);
  return node && isLiteral(node) ? { file, span, text: nixText(value) } : undefined;
}

function nodeAt(file: Node, span: Span): Node | undefined {
  for (const node of file.descendants())
    if (node.start === span.start && node.end === span.end) return node;
  return undefined;
}

function isLiteral(node: Node): boolean {
  if (node.kind === 'integer_expression') return true;
  if (node.kind === 'variable_expression') return ['true', 'false', 'null'].includes(node.text);
  if (node.kind !== 'string_expression') return false;
  return [...node.descendants()].every(({ kind }) => kind !== 'interpolation');
}
