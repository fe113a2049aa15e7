import type * as v from 'valibot';

/** A schema of valibot, as far as it is looked into here. */
interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly options?: readonly unknown[];
  readonly item?: v.GenericSchema;
  readonly value?: v.GenericSchema;
  readonly literal?: unknown;
  readonly wrapped?: v.GenericSchema;
  readonly pipe?: readonly { readonly type: string; readonly description?: string }[];
}

/** What may be at a path of data that fits a schema. */
export function schemasAt(
  schema: v.GenericSchema,
  path: readonly (string | number)[],
): readonly v.GenericSchema[] {
  let found = alternatives(schema);
  for (const part of path) found = found.flatMap((each) => inside(each, part));
  return found;
}

function inside(schema: v.GenericSchema, part: string | number): readonly v.GenericSchema[] {
  const { entries, item, value, type } = seen(schema);
  if (type === 'array') return typeof part === 'number' && item ? alternatives(item) : [];
  const entry = entries?.[part] ?? (type === 'record' ? value : undefined);
  return entry === undefined ? [] : alternatives(entry);
}

/** The schemas that one stands for: those of a union or of its kinds, and what may be left out. */
function alternatives(schema: v.GenericSchema): readonly v.GenericSchema[] {
  const { type, wrapped, options } = seen(schema);
  if (type === 'optional' && wrapped) return alternatives(wrapped);
  if (type !== 'union' && type !== 'variant') return [schema];
  return (options ?? []).flatMap((option) => (isSchema(option) ? alternatives(option) : []));
}

function isSchema(value: unknown): value is v.GenericSchema {
  return typeof value === 'object' && value !== null && 'type' in value && 'kind' in value;
}

/** A name that may stand in a table, and what is said of it. */
export interface SchemaKey {
  readonly name: string;
  readonly about: string | undefined;
}

/** The names that a table of the schema may have. */
export function keysOf(schema: v.GenericSchema): readonly SchemaKey[] {
  return Object.entries(seen(schema).entries ?? {}).map(([name, entry]) => {
    return { name, about: descriptionOf(entry) };
  });
}

/** Whether a table of the schema has just this text there. */
export function isNamed(schema: v.GenericSchema, key: string, text: string): boolean {
  const entry = seen(schema).entries?.[key];
  return entry !== undefined && seen(entry).literal === text;
}

/** The values that a schema is limited to, as TOML writes them. */
export function valuesOf(schema: v.GenericSchema): readonly (string | boolean)[] {
  const { type, options, literal } = seen(schema);
  if (type === 'boolean') return [true, false];
  if (type === 'literal') {
    return typeof literal === 'boolean' || typeof literal === 'string' ? [literal] : [];
  }
  if (type !== 'picklist') return [];
  return (options ?? []).filter((option) => typeof option === 'string');
}

function descriptionOf(schema: v.GenericSchema): string | undefined {
  const { pipe, wrapped } = seen(schema);
  const own = pipe?.find(({ type }) => type === 'description')?.description;
  return own ?? (wrapped && descriptionOf(wrapped));
}

/** Schemas are plain objects whose fields depend on their type. */
function seen(schema: v.GenericSchema): Schema {
  return schema;
}
