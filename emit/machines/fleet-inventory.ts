import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import type { Row } from '#analyzer/facts/schema.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import { emitter, type Problem } from '../emitter.ts';
import { gapProblem } from '../gaps.ts';
import { prettyJson } from '../print/json.ts';
import { tomlText } from '../print/toml.ts';
import { yamlText } from '../print/yaml.ts';
import { type PlainRecord, recordsOf } from '../records.ts';

export const fleetInventory = emitter({
  name: 'fleet-inventory',
  summary: 'Each machine with users, identities, secrets, open ports and services, as data.',
  inputs: ['host', 'user', 'secret', 'secret-identity', 'open-port', 'service', 'container'],
  formats: ['json', 'yaml', 'toml'],
  output: 'docs/fleet.json',
  effect: 'documentation',
  options: {
    parts: {
      summary: 'What is told of each machine beside its names.',
      default: ['users', 'identities', 'secrets', 'ports', 'services', 'containers'],
      choices: ['users', 'identities', 'secrets', 'ports', 'services', 'containers'],
    },
  },
  emit: ({ facts, wants, compare, options: { parts }, format, existing }) => {
    const chosen = sections.filter(({ name }) => parts.includes(name));
    const problems: Problem[] = [];
    const machines = facts
      .table('host')
      .rows.filter(({ name }) => wants(name))
      .toSorted((a, b) => compare(a.name, b.name))
      .map((host) => {
        const own = recordsOf([host], hostColumns, ({ name }) => name);
        problems.push(...own.problems);
        const told = chosen.map((section) => {
          const found = recordsIn(facts, host, section);
          problems.push(...found.problems);
          return [section.name, found.records] as const;
        });
        return [host.name, { ...own.records[0], ...Object.fromEntries(told) }] as const;
      });
    const data = { machines: Object.fromEntries(machines) };
    const text =
      format === 'json' ? prettyJson(data) : format === 'yaml' ? yamlText(data) : tomlText(data);
    const gaps = chosen.flatMap(({ table }) => gapsOf(facts, table, wants));
    const isNothing = machines.length === 0 && existing({}) === undefined;
    return { parts: isNothing ? [] : [{ names: {}, text }], problems: [...problems, ...gaps] };
  },
});

const hostColumns = ['class', 'system', 'host-name', 'output', 'tags', 'addresses', 'homes'];

/** The rows of one table that belong to a machine. */
interface Section {
  readonly name: string;
  readonly table: TableName;
  readonly columns: readonly string[];
  /** The columns whose values put the rows in order. */
  readonly order: readonly string[];
  /** Rows that say nothing about the machine are left out. */
  readonly where?: (row: Row) => boolean;
}

const sections: readonly Section[] = [
  {
    name: 'users',
    table: 'user',
    columns: ['name', 'uid', 'group', 'home'],
    order: ['name'],
    where: (row) => textOf(row, 'kind') === 'normal',
  },
  {
    name: 'identities',
    table: 'secret-identity',
    columns: ['scope', 'account', 'manager', 'kind', 'path'],
    order: ['scope', 'account', 'path'],
  },
  {
    name: 'secrets',
    table: 'secret',
    columns: ['scope', 'account', 'manager', 'name', 'file', 'path', 'owner', 'group', 'mode'],
    order: ['scope', 'account', 'name'],
  },
  {
    name: 'ports',
    table: 'open-port',
    columns: ['protocol', 'port', 'to-port', 'interface'],
    order: ['protocol', 'port', 'interface'],
  },
  {
    name: 'services',
    table: 'service',
    columns: ['name', 'scope', 'account', 'manager', 'user'],
    order: ['scope', 'name'],
    where: (row) => textOf(row, 'enabled') !== 'false' && isWritten(row),
  },
  {
    name: 'containers',
    table: 'container',
    columns: ['name', 'image', 'ports'],
    order: ['name'],
  },
];

/** A unit that somebody wrote commands for, and no mere addition to one of others. */
function isWritten(row: Row): boolean {
  const exec: unknown = Reflect.get(row, 'exec');
  return isUndecided(exec) || (Array.isArray(exec) && exec.length > 0);
}

function textOf(row: Row, column: string): string {
  const value: unknown = Reflect.get(row, column);
  return value === undefined || isUndecided(value) ? '' : String(value);
}

function recordsIn(
  facts: Facts,
  { name: host }: HostRow,
  { name, table, columns, order, where }: Section,
): { readonly records: readonly PlainRecord[]; readonly problems: readonly Problem[] } {
  const rows: readonly Row[] = facts.table(table).rows;
  const own = rows.filter((row) => textOf(row, 'host') === host && (where?.(row) ?? true));
  const sorted = own.toSorted((a, b) => {
    const differing = order.find((column) => textOf(a, column) !== textOf(b, column)) ?? '';
    return inOrder(textOf(a, differing), textOf(b, differing));
  });
  const { records, problems } = recordsOf(sorted, columns, (row) => {
    return `${textOf(row, 'name') || textOf(row, 'path')}\` of the ${name} of \`${host}`;
  });
  return { records: records.map(singlePort), problems };
}

/** Numbers by their value, texts by their letters. */
function inOrder(a: string, b: string): number {
  const isNumber = /^\d+$/.test(a) && /^\d+$/.test(b);
  return isNumber ? Number(a) - Number(b) : a < b ? -1 : Number(a > b);
}

/** A range of one port is a port. */
function singlePort(record: PlainRecord): PlainRecord {
  if (record['to-port'] === undefined || record['to-port'] !== record.port) return record;
  const { 'to-port': _, ...rest } = record;
  return rest;
}

/** What may be missing of the rows of a table that belong to machines that are wanted. */
function gapsOf(
  facts: Facts,
  table: TableName,
  wants: (host: string) => boolean,
): readonly Problem[] {
  const gaps = facts.table(table).gaps.filter(({ known }) => {
    const host: unknown = Reflect.get(known, 'host');
    return typeof host !== 'string' || wants(host);
  });
  return gapProblem(`rows of \`${table}\``, gaps);
}
