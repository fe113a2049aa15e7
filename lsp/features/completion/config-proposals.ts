import type { ColumnInfo } from '#analyzer/facts/schema.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { emitters } from '#emit/index.ts';
import { configSchema, conventionFileSchema } from '#linter/config-schema.ts';
import type { Rule, RuleOption } from '#linter/rule.ts';
import type { Entry, Proposals } from './entry.ts';
import { isNamed, keysOf, schemasAt, valuesOf } from './schema-walk.ts';
import { type TomlCursor, type TomlPath, tomlCursor } from './toml-cursor.ts';
import { siblingValue } from './toml-siblings.ts';

/** What a configuration, or a file of conventions, is read with. */
export interface ConfigQuestion {
  readonly text: string;
  readonly rules: readonly Rule[];
  readonly kind: 'configuration' | 'conventions';
}

/** What may be written in a `flakewise.toml`, also while it is broken. */
export function configProposals(question: ConfigQuestion, offset: number): Proposals | undefined {
  const cursor = tomlCursor(question.text, offset);
  const { kind, word } = cursor;
  if (kind === 'comment' || cursor.quote.length > 1) return undefined;
  const entries = kind === 'value' ? valueEntries(question, cursor) : keyEntries(question, cursor);
  return { word, entries: entries.map((entry) => written(entry, cursor)) };
}

function schemaOf({ kind, rules }: ConfigQuestion): ReturnType<typeof configSchema> {
  return kind === 'conventions' ? conventionFileSchema() : configSchemaOf(rules);
}

const configSchemaOf = oncePer((rules: readonly Rule[]) => configSchema({ rules, emitters }));

/** The schemas of a place; in an entry of `[[emit]]` that names an emitter, only its own. */
function schemasFor(question: ConfigQuestion, path: TomlPath): ReturnType<typeof schemasAt> {
  const all = schemasAt(schemaOf(question), path);
  if (path[0] !== 'emit' || path.length < 2 || path[2] === 'name') return all;
  const entry = path.slice(0, 2);
  const name = siblingValue(question.text, entry, 'name');
  const own = schemasAt(schemaOf(question), entry).filter((schema) => {
    return name !== undefined && isNamed(schema, 'name', name);
  });
  return own.length === 0 ? all : own.flatMap((schema) => schemasAt(schema, path.slice(2)));
}

function keyEntries(question: ConfigQuestion, { path, kind }: TomlCursor): Entry[] {
  const schemas = schemasFor(question, path);
  const keys = [...new Map(schemas.flatMap(keysOf).map((key) => [key.name, key])).values()];
  const own = keys.map(({ name, about }, index): Entry => {
    const option = optionAt(question.rules, [...path, name]);
    const detail = option === undefined ? about : typeText(option);
    return {
      label: name,
      kind: 'setting',
      rank: 5 + index / 1000,
      ...(detail !== undefined && { detail }),
      ...(question.rules.some(({ meta }) => meta.name === name) && {
        about: { kind: 'rule', name },
      }),
    };
  });
  return kind === 'header' ? own : [...own, ...columnEntries(question, path)];
}

/** The option of a rule, or the parameter of a preset, that a path leads to. */
function optionAt(rules: readonly Rule[], path: TomlPath): RuleOption | undefined {
  const [name, owner] = [path.at(-1), path.at(-2)];
  if (typeof name !== 'string') return undefined;
  const owners = rules.filter(({ meta }) =>
    path[0] === 'preset' ? meta.presets.some((each) => each === owner) : meta.name === owner,
  );
  return owners.flatMap(({ meta }) => meta.options?.[name] ?? [])[0];
}

function typeText({ default: value, choices }: RuleOption): string {
  const type = typeof value === 'object' ? 'list' : typeof value;
  const shown = JSON.stringify(value);
  const short = shown.length > 40 ? `${shown.slice(0, 39)}…` : shown;
  return choices === undefined ? `${type}, ${short}` : `${choices.join(' | ')}, ${short}`;
}

function valueEntries(question: ConfigQuestion, { path, quote }: TomlCursor): Entry[] {
  const values = schemasFor(question, path).flatMap((schema) => valuesOf(schema));
  const option = optionAt(
    question.rules,
    path.filter((part) => part !== 0),
  );
  const byDefault = option === undefined ? undefined : option.default;
  const choices = [...values, ...(option?.choices ?? [])];
  const fitting = choices.filter((value) => typeof value === 'string' || quote === '');
  const own = [...new Set(fitting)].map((value, index): Entry => {
    const label = String(value);
    const isText = typeof value === 'string';
    const isDefault = value === byDefault;
    return {
      label,
      kind: 'value',
      rank: index / 1000,
      ...(isText && { insert: JSON.stringify(label) }),
      ...(isDefault && { detail: 'default' }),
    };
  });
  return [...own, ...columnValues(question, path)];
}

/** Keys of conventions that hold lists of columns. */
const columnLists: ReadonlySet<string | number | undefined> = new Set([
  ...['must-set', 'unique', 'ordered', 'per', 'columns', 'at'],
]);

/** Keys of conventions that hold columns with what they are to be. */
const columnTables: ReadonlySet<string | number | undefined> = new Set([
  ...['where', 'unless', 'matches', 'needs', 'forbids', 'equals', 'write'],
]);

function columnValues(question: ConfigQuestion, path: TomlPath): Entry[] {
  if (path[0] !== 'convention') return [];
  const named = path.filter((part) => typeof part === 'string');
  if (columnTables.has(named.at(-2))) return wordsOf(question, path);
  if (!columnLists.has(named.at(-1))) return [];
  return columnsOf(question, path.slice(0, 2)).map((entry) => {
    return { ...entry, insert: JSON.stringify(entry.label) };
  });
}

function columnEntries(question: ConfigQuestion, path: TomlPath): Entry[] {
  const last = path.filter((part) => typeof part === 'string').at(-1);
  if (path[0] !== 'convention' || !columnTables.has(last)) return [];
  const own = columnsOf(question, path);
  return own.length > 0 ? own : columnsOf(question, path.slice(0, 2));
}

/** The columns of the table that `each` or `table` beside a path names. */
function columnsOf({ text }: ConfigQuestion, path: TomlPath): Entry[] {
  const name = siblingValue(text, path, path.length === 2 ? 'each' : 'table');
  if (name === undefined || !isTable(name)) return [];
  return Object.entries(tables[name].columns).map(([label, { about, type }]) => ({
    label,
    kind: 'column',
    rank: 8,
    detail: type.replaceAll('`', ''),
    about: { kind: 'text', text: about },
  }));
}

/** The words that a column is limited to. */
function wordsOf(question: ConfigQuestion, path: TomlPath): Entry[] {
  const end = path.findLastIndex((part) => typeof part === 'string');
  const around = path.slice(0, end);
  const { text } = question;
  const name = siblingValue(text, around, 'table') ?? siblingValue(text, path.slice(0, 2), 'each');
  const column = path[end];
  if (name === undefined || !isTable(name) || typeof column !== 'string') return [];
  const columns: Readonly<Record<string, ColumnInfo>> = tables[name].columns;
  const json = columns[column]?.json;
  if (json === undefined || !('enum' in json)) return [];
  return json.enum.map((label, rank) => {
    return { label, kind: 'value', rank, insert: JSON.stringify(label) };
  });
}

function isTable(name: string): name is TableName {
  return name in tables;
}

/** Keys and texts with the quotes that they need; what stands in quotes already has them. */
function written(entry: Entry, { quote, kind }: TomlCursor): Entry {
  if (quote !== '') return { ...entry, insert: entry.label };
  if (kind === 'value' || /^[\w-]+$/.test(entry.label)) return entry;
  return { ...entry, insert: JSON.stringify(entry.label) };
}
