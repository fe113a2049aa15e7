import * as v from 'valibot';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import { presets } from '#linter/settings.ts';

const scalar = v.union([v.string(), v.number(), v.boolean()]);
const oneOrSeveral = v.union([scalar, v.array(scalar)]);

/** A number, or a text with names that stand for one. */
const bound = v.union([v.number(), v.string()]);

const expected = v.union([
  scalar,
  v.array(scalar),
  v.strictObject({
    not: v.optional(v.pipe(oneOrSeveral, v.description('What the column must not hold.'))),
    set: v.optional(v.pipe(v.boolean(), v.description('Whether the column is set at all.'))),
    from: v.optional(v.pipe(bound, v.description('The least number.'))),
    to: v.optional(v.pipe(bound, v.description('The greatest number.'))),
  }),
]);

const conditions = v.record(v.string(), expected);

export const tableNames = Object.keys(tables) as readonly TableName[];
const tableName = v.picklist(tableNames);
const columns = v.array(v.string());

const written = v.record(v.string(), scalar);

/** What beside `table` and `write` stands in a need; typed so that `write` fits among the columns. */
const column: v.GenericSchema<
  v.InferOutput<typeof expected> | v.InferOutput<typeof written> | undefined
> = expected;

const need = v.objectWithRest({ table: tableName, write: v.optional(written) }, column);
const clause = v.union([need, conditions]);
const clauses = v.union([clause, v.array(clause)]);
const example = v.union([
  v.string(),
  v.strictObject({
    code: v.string(),
    fixed: v.optional(v.string()),
    parameters: v.optional(v.record(v.string(), v.union([scalar, v.array(v.string())]))),
  }),
]);

const parameter = v.strictObject({
  summary: v.optional(v.string()),
  default: v.union([v.boolean(), v.number(), v.string(), v.array(v.string())]),
});

function about<const Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.optional(v.pipe(schema, v.description(description)));
}

/** One `[[convention]]` of a `flakewise.toml`. */
export const conventionSchema = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z\d-]+\/[a-z\d-]+$/),
    v.description('Group and name, such as `database/postgres-password`.'),
  ),
  summary: about(v.string(), 'One sentence, shown in lists.'),
  severity: about(
    v.picklist(['error', 'warning', 'hint'] as const),
    'How bad it is; a warning unless said otherwise.',
  ),
  each: v.pipe(tableName, v.description('The table whose rows it is about.')),
  where: about(
    clauses,
    'Only rows whose columns hold this; `{name}` captures. With a table: only where it has such a row.',
  ),
  unless: about(
    clauses,
    'Rows that are left out. With a table: those for which it has such a row.',
  ),
  'must-set': about(columns, 'Columns that are set.'),
  needs: about(v.union([need, v.array(need)]), 'Rows that there are in other tables.'),
  forbids: about(
    v.union([v.literal(true), need]),
    'True: there is no such row. A table: none that fits there.',
  ),
  unique: about(columns, 'Columns that no two rows have alike.'),
  matches: about(conditions, 'Forms that columns have.'),
  ordered: about(columns, 'Columns by which the rows of a file ascend.'),
  equals: about(
    v.objectWithRest({ table: tableName, columns }, expected),
    'The other side, whose columns hold the same as `columns`.',
  ),
  columns: about(columns, 'For `equals`: what is compared.'),
  per: about(columns, 'For `unique` and `ordered`: only rows that agree in these are compared.'),
  write: about(
    written,
    'What a fix writes into columns of which the demand leaves the value open.',
  ),
  fix: about(
    v.picklist(['safe', 'unsafe', 'none'] as const),
    'Whether `fix` applies unasked what is offered, only when asked, or nothing is offered.',
  ),
  message: about(v.string(), 'What is said; `{column}` stands for what is there.'),
  at: about(v.string(), 'The column at whose place the finding is.'),
  parameters: about(
    v.record(v.string(), parameter),
    'Values that `[rules]` can change: `{parameter.name}`.',
  ),
  why: about(v.string(), 'Markdown: what goes wrong, and what to do.'),
  bad: about(v.array(example), 'Sources in which it is broken, with markers where findings are.'),
  good: about(v.array(example), 'Sources that are as they should be.'),
});

/** A file below `rules/`: a convention that comes with flakewise. */
export const builtInSchema = v.strictObject({
  ...conventionSchema.entries,
  since: v.string(),
  presets: v.array(v.picklist(presets)),
});

export type RawBuiltIn = v.InferOutput<typeof builtInSchema>;
export type RawConvention = v.InferOutput<typeof conventionSchema>;
export type RawExample = v.InferOutput<typeof example>;
export type RawNeed = v.InferOutput<typeof need>;
export type RawClause = v.InferOutput<typeof clause>;

/** What may stand in a `[[convention]]`, for a "did you mean". */
export const conventionKeys: readonly string[] = Object.keys(conventionSchema.entries);

/** The words for what a convention demands; each has exactly one. */
export const verbs = [
  'must-set',
  'needs',
  'forbids',
  'unique',
  'matches',
  'ordered',
  'equals',
] as const;
