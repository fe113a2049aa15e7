import type { Edit } from '../diagnostic.ts';
import { insertDeepAttributes } from '../edit/attribute-path.ts';
import { type NewAttribute, writtenSet } from '../edit/attribute-set.ts';
import { moduleBody } from '../edit/module-body.ts';
import { insertSetBeside } from '../edit/set-beside.ts';
import { rowsOf } from '../facts/any-row.ts';
import type { Facts } from '../facts/facts.ts';
import type { TableName } from '../facts/tables.ts';
import type { Site } from '../site.ts';
import { bindingOf, isForRows, isOwnFile, largest } from './located.ts';
import { formFor, type NamedSets } from './nix-tables.ts';
import { nixText } from './nix-text.ts';
import type { Value, Values, Writing } from './writing.ts';

/** A row that is to come into a table. */
export interface NewRow<Form> {
  readonly table: TableName;
  readonly form: Form;
  readonly columns: Values;
  /** What the row is for: where there are no others, it goes into the same file. */
  readonly near: Site;
}

/**
 * Adds a named set such as a user. It goes beside the others of its machine,
 * where most of them are written for it alone; else into the file that needs it.
 */
export function addSet(facts: Facts, row: NewRow<NamedSets>): Writing | undefined {
  const { table, form, columns } = row;
  const { host, [form.alias ?? form.key]: alias, [form.key]: name = alias } = columns;
  if (typeof host !== 'string' || typeof name !== 'string') return undefined;
  const attributes = attributesOf(facts, row, host);
  if (!attributes) return undefined;
  const edit =
    besideOthers(facts, row, { host, name, attributes }) ??
    intoFile(facts, row, { host, name, attributes });
  return edit && { title: `add the ${table} \`${name}\``, edits: [edit] };
}

interface Wanted {
  readonly host: string;
  readonly name: string;
  readonly attributes: readonly NewAttribute[];
}

/** What the new set says; `undefined` where it cannot say a column. */
function attributesOf(
  facts: Facts,
  { form, columns }: NewRow<NamedSets>,
  host: string,
): readonly NewAttribute[] | undefined {
  const machine = facts.table('host').rows.find(({ name }) => name === host);
  const values: { [name: string]: Value } = { ...form.fresh?.[machine?.class ?? ''] };
  for (const [column, value] of Object.entries(columns)) {
    if (['host', form.key, form.alias].includes(column) || form.where?.[column] === value) continue;
    const path = form.columns[column];
    const [attribute, ...deeper] = path ?? [];
    if (attribute === undefined || deeper.length > 0) return undefined;
    values[attribute] = value;
  }
  return Object.entries(values).map(([attribute, value]) => {
    return { name: attribute, value: nixText(value) };
  });
}

function besideOthers(
  facts: Facts,
  { table, form, near }: NewRow<NamedSets>,
  { host, name, attributes }: Wanted,
): Edit | undefined {
  const rows = rowsOf(facts, table).filter(
    (row) => row.host === host && formFor([form], row) === form,
  );
  if (rows.some((row) => row[form.key] === name)) return undefined;
  const bindings = rows.flatMap((row) => {
    const found = bindingOf(facts, row, form.key);
    const isPlain = found?.rest.length === 0;
    return isPlain && isForRows(facts, found.file, { host, near }) ? [found] : [];
  });
  const members = largest(
    bindings,
    ({ file, binding, prefix }) => `${file} ${binding.parent?.id} ${prefix}`,
  );
  const ordered = members.toSorted((a, b) => a.binding.start - b.binding.start);
  const insertion = insertSetBeside(ordered, { name, attributes });
  const file = members[0]?.file;
  return insertion && file && { file, ...insertion };
}

function intoFile(
  facts: Facts,
  { table, form, near }: NewRow<NamedSets>,
  { host, name, attributes }: Wanted,
): Edit | undefined {
  const { file } = near;
  const text = facts.text(file);
  const hasOthers = rowsOf(facts, table).some((row) => row.host === host && row[form.key] === name);
  if (hasOthers || text === undefined || !isOwnFile(facts, file, host)) return undefined;
  const value = attributes.length === 0 ? '{ }' : writtenSet(attributes, 'one line');
  const body = moduleBody(text);
  const insertions = body && insertDeepAttributes(body, [{ path: [...form.option, name], value }]);
  const [insertion, ...more] = insertions ?? [];
  return insertion && more.length === 0 ? { file, ...insertion } : undefined;
}
