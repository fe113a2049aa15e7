import picomatch from 'picomatch';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Row } from '#analyzer/facts/schema.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { Site } from '#analyzer/site.ts';
import type { EmitContext, Emitted, EmittedPart, Emitter, PartNames, Problem } from '../emitter.ts';
import type { Format } from '../format.ts';
import { formatOfPath } from '../format.ts';
import type { OptionValues } from '../options.ts';
import { placeholdersIn } from '../placeholders.ts';
import { parseTemplate, type Template } from './liquid.ts';
import { isTable, templateFacts, templateRow } from './values.ts';
import type { WrittenTemplate } from './written-template.ts';

/** The emitter that a template of a workspace is. `file` is the configuration. */
export function templateEmitter(written: WrittenTemplate, file: FilePath): Emitter {
  const { name, summary, output, effect, template, span } = written;
  const at: Site = { file, expr: span.start, isOffset: true };
  const parsed = parseTemplate(template);
  const format: Format = formatOfPath(output) ?? 'text';
  return {
    name,
    summary,
    inputs: written.table !== undefined && isTable(written.table) ? [written.table] : [],
    formats: [format, ...otherFormats(format)],
    output,
    effect,
    options: {},
    emit: (context) => {
      if ('problem' in parsed) return { parts: [], problems: [{ message: parsed.problem, at }] };
      return emitted(context, { written, parsed, at });
    },
  };
}

const anyFormat: readonly Format[] = ['markdown', 'nix', 'hcl', 'yaml', 'toml', 'json', 'text'];

function otherFormats(first: Format): readonly Format[] {
  return anyFormat.filter((format) => format !== first);
}

interface Reading {
  readonly written: WrittenTemplate;
  readonly parsed: Template;
  readonly at: Site;
}

function emitted(context: EmitContext<OptionValues>, reading: Reading): Emitted {
  const problems: Problem[] = [];
  const report = (problem: Problem): void => void problems.push(problem);
  const rows = rowsOf(context, reading.written);
  const shown = rows.map((row) => templateRow(row, report));
  const common = {
    facts: templateFacts(context.facts, report),
    conventions: context.conventions,
  };
  const parts = reading.written.each
    ? rows.map((row, index) => ({
        names: namesOf(row, reading.written.output),
        variables: { ...common, row: shown[index], rows: shown },
      }))
    : [{ names: {}, variables: { ...common, rows: shown } }];
  return {
    parts: parts.flatMap(({ names, variables }): EmittedPart[] => {
      const made = reading.parsed.render(variables);
      if (typeof made === 'string') return [{ names, text: made }];
      report({ message: made.problem, at: reading.at });
      return [];
    }),
    problems,
  };
}

/** The rows of the template's table that it asks for, in its order. */
function rowsOf(
  { facts, wants, compare }: EmitContext<OptionValues>,
  { table, where, sort }: WrittenTemplate,
): readonly Row[] {
  if (table === undefined || !isTable(table)) return [];
  const rows = rowsIn(facts, table).filter((row) => {
    const host = table === 'host' ? Reflect.get(row, 'name') : Reflect.get(row, 'host');
    if (typeof host === 'string' && !wants(host)) return false;
    return Object.entries(where).every(([column, value]) => fits(Reflect.get(row, column), value));
  });
  return rows.toSorted((a, b) => {
    for (const column of sort) {
      const order = compareCells(Reflect.get(a, column), Reflect.get(b, column), compare);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function rowsIn(facts: Facts, name: TableName): readonly Row[] {
  return facts.table(name).rows;
}

function fits(cell: unknown, value: string | number | boolean): boolean {
  if (typeof value !== 'string' || !value.includes('*')) return cell === value;
  return typeof cell === 'string' && picomatch.isMatch(cell, value, { bash: true });
}

function compareCells(a: unknown, b: unknown, compare: (a: string, b: string) => number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const text = (cell: unknown): string => (isUndecided(cell) ? '' : String(cell ?? ''));
  return compare(text(a), text(b));
}

function namesOf(row: Row, output: string): PartNames {
  const names = placeholdersIn(output).flatMap((name): [string, string][] => {
    const value: unknown = Reflect.get(row, name);
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [];
  });
  return Object.fromEntries(names);
}
