import * as v from 'valibot';
import { tables } from '#analyzer/facts/tables.ts';
import {
  type EmitEntry,
  type EmitterInfo,
  type EmitterOptionInfo,
  entryKeys,
  type TemplateEntry,
} from './emission.ts';
import type { TomlDocument } from './toml.ts';

/** An entry as the file has it. */
export interface RawEmit {
  readonly name: string;
  readonly output?: string | undefined;
  readonly region?: string | undefined;
  readonly hosts?: readonly string[] | undefined;
  readonly [option: string]: unknown;
}

export interface RawTemplate {
  readonly name: string;
  readonly summary?: string | undefined;
  readonly output: string;
  readonly table?: string | undefined;
  readonly where?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly sort?: readonly string[] | undefined;
  readonly each?: boolean | undefined;
  readonly effect?: TemplateEntry['effect'] | undefined;
  readonly template: string;
}

/** What an entry of `[[emit]]` may say, given these emitters; `templates` are names of the file’s own. */
export function emitSchema(
  emitters: readonly EmitterInfo[],
  templates: readonly string[] = [],
): v.GenericSchema {
  const common = {
    output: described(relativePath(), 'Where it goes; `{host}` and the like are put in.'),
    region: described(v.string(), 'The fence that it goes into.'),
    hosts: described(v.array(v.string()), 'Only what belongs to these machines.'),
  };
  const own = emitters.map(({ name, summary, options }) => {
    const entries = Object.entries(options).map(([option, info]) => {
      return [option, described(typeSchema(info), info.summary)];
    });
    const named = v.pipe(v.literal(name), v.description(summary));
    return closed({ name: named, ...common, ...Object.fromEntries(entries) });
  });
  const ofFile = templates.map((name) => closed({ name: v.literal(name), ...common }));
  return v.variant('name', [...own, ...ofFile] as never);
}

/** What an entry of `[[emitter]]` may say. */
export const templateSchema: v.GenericSchema = closed({
  name: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
    v.description('What `[[emit]]` calls it: words with hyphens.'),
  ),
  summary: described(v.string(), 'What it writes, in one sentence.'),
  output: v.pipe(relativePath(), v.description('Where it goes; with `each`, columns are put in.')),
  table: described(v.picklist(Object.keys(tables)), 'The table whose rows it is about.'),
  where: described(
    v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
    'Only rows with these values; texts may have `*`.',
  ),
  sort: described(v.array(v.string()), 'The columns that the rows are sorted by.'),
  each: described(v.boolean(), 'Whether there is one file for each row.'),
  effect: described(
    v.picklist(['configuration', 'documentation']),
    'Whether machines become what it says; `documentation` unless said otherwise.',
  ),
  template: v.pipe(v.string(), v.description('The text, in the language of Liquid.')),
});

/** The names that are allowed in an entry. */
export function emitKeysAt(
  path: readonly (string | number)[],
  emitters: readonly EmitterInfo[],
): string[] {
  if (path[0] === 'emitter') return Object.keys(Reflect.get(templateSchema, 'entries'));
  if (path.length > 2) return [];
  const all = emitters.flatMap(({ options }) => Object.keys(options));
  return [...new Set([...entryKeys, ...all])];
}

/** The entries of a configuration that fits the schema. */
export function emissionOf(
  raw: {
    readonly emit?: readonly RawEmit[] | undefined;
    readonly emitter?: readonly RawTemplate[] | undefined;
  },
  document: TomlDocument,
): { readonly emit: readonly EmitEntry[]; readonly templates: readonly TemplateEntry[] } {
  return {
    emit: (raw.emit ?? []).map(({ name, output, region, hosts, ...options }, index) => {
      const span = document.valueAt(['emit', index, 'name']);
      const values = options as EmitEntry['options'];
      return { name, output, region, hosts: hosts ?? [], options: values, span };
    }),
    templates: (raw.emitter ?? []).map((entry, index) => ({
      name: entry.name,
      summary: entry.summary ?? 'A template of this repository.',
      output: entry.output,
      table: entry.table,
      where: entry.where ?? {},
      sort: entry.sort ?? [],
      each: entry.each ?? false,
      effect: entry.effect ?? 'documentation',
      template: entry.template,
      span: document.valueAt(['emitter', index, 'template']),
    })),
  };
}

function relativePath(): v.GenericSchema {
  return v.pipe(v.string(), v.regex(/^[^/]/));
}

function typeSchema({ default: value, choices }: EmitterOptionInfo): v.GenericSchema {
  const text = choices === undefined ? v.string() : v.picklist(choices);
  if (typeof value === 'boolean') return v.boolean();
  if (typeof value === 'number') return v.number();
  if (typeof value === 'string') return text;
  return Array.isArray(value) ? v.array(text) : v.record(v.string(), v.string());
}

function described(schema: v.GenericSchema, description: string): v.GenericSchema {
  return v.optional(v.pipe(schema, v.description(description)));
}

function closed(entries: { readonly [key: string]: v.GenericSchema }): v.GenericSchema {
  return v.objectWithRest(entries, v.never());
}
