import type { ColumnInfo, TableSchema } from '#analyzer/facts/schema.ts';
import { tables } from '#analyzer/facts/tables.ts';

/** The JSON Schema of what `flakewise facts --format json` prints. */
export function factsJsonSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'flakewise facts',
    description: 'Generated from analyzer/facts/; `npm run generate` writes it.',
    ...closed(
      {
        version: { const: 1 },
        hosts: listOf({ $ref: '#/$defs/host' }),
        tables: closed(
          tableMap((schema) => listOf(rowOf(schema))),
          [],
        ),
        gaps: closed(
          tableMap(() => listOf({ $ref: '#/$defs/gap' })),
          [],
        ),
        unknown: listOf({ $ref: '#/$defs/reason' }),
      },
      ['version', 'hosts', 'tables', 'unknown'],
    ),
    $defs: definitions,
  };
}

const text = { type: 'string' };
const any = true;
const placeOrNull = { anyOf: [{ $ref: '#/$defs/place' }, { type: 'null' }] };
const unknown = { $ref: '#/$defs/unknown' };
const outcome = { value: any, failure: text, unknown: text };
const oneOutcome = ['value', 'failure', 'unknown'].map((name) => ({ required: [name] }));

const definitions = {
  place: closed({ file: text, line: { type: 'integer' }, column: { type: 'integer' } }),
  unknown: closed({ unknown: text }),
  host: closed({
    name: text,
    class: { enum: ['nixos', 'darwin', 'home'] },
    system: { anyOf: [text, unknown, closed({ failure: text })] },
    options: { type: 'object', additionalProperties: { $ref: '#/$defs/option' } },
  }),
  option: {
    ...closed(
      {
        ...outcome,
        at: placeOrNull,
        merge: {
          description:
            'What definitions merge by: the type that the repository declares, their shape, or, for what leads to declared options, each option by itself.',
          enum: ['type', 'shape', 'options'],
        },
        definitions: listOf({ $ref: '#/$defs/definition' }),
        declarations: listOf({ $ref: '#/$defs/declaration' }),
      },
      ['merge', 'definitions'],
    ),
    oneOf: oneOutcome,
  },
  definition: {
    ...closed(
      {
        at: placeOrNull,
        file: { type: ['string', 'null'] },
        priority: { type: 'integer' },
        order: { type: 'integer' },
        state: { enum: ['used', 'overridden', 'inactive', 'undecided'] },
        conditions: listOf(
          closed({ at: placeOrNull, holds: { anyOf: [{ type: 'boolean' }, unknown] } }),
        ),
        ...outcome,
      },
      ['at', 'file', 'priority', 'state', 'conditions'],
    ),
    oneOf: oneOutcome,
  },
  declaration: closed(
    {
      at: placeOrNull,
      type: { type: ['string', 'null'] },
      default: any,
      description: { type: ['string', 'null'] },
    },
    ['at', 'type', 'description'],
  ),
  gap: closed({ known: { type: 'object' }, reason: text, at: placeOrNull }),
  reason: closed({
    reason: text,
    count: { type: 'integer', minimum: 1 },
    examples: listOf(closed({ host: text, option: text, table: text, at: placeOrNull }, ['at'])),
  }),
};

function tableMap(of: (schema: TableSchema) => object): { readonly [name: string]: object } {
  return Object.fromEntries(Object.entries(tables).map(([name, schema]) => [name, of(schema)]));
}

function rowOf({ about, columns }: TableSchema): object {
  const properties = Object.entries(columns).map(([name, column]) => [name, columnOf(column)]);
  return {
    description: about,
    ...closed({ ...Object.fromEntries(properties), at: { $ref: '#/$defs/place' } }),
  };
}

/** A column that is unset is `null`. */
function columnOf({ json, presence, about }: ColumnInfo): object {
  if (presence === 'set') return { description: about, ...json };
  const more = presence === 'cell' ? [unknown] : [];
  return { description: about, anyOf: [json, { type: 'null' }, ...more] };
}

function listOf(items: object): object {
  return { type: 'array', items };
}

/** An object with these members and no others; all are required unless said otherwise. */
function closed(
  properties: { readonly [name: string]: unknown },
  required: readonly string[] = Object.keys(properties),
): object {
  return { type: 'object', properties, required, additionalProperties: false };
}
