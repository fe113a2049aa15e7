import { type DataNode, valueAt } from '#analyzer/data/node.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { emitter, type Problem } from '../emitter.ts';
import { code, markdownTable } from '../print/markdown.ts';
import { type GuestOptions, guestsOf, recordOptions } from './guests.ts';
import { readRecords, scalarText } from './record-file.ts';

export const guestTable = emitter({
  name: 'guest-table',
  summary: 'A table of machines with fields of their records, and their totals.',
  inputs: ['host', 'data'],
  formats: ['markdown'],
  output: 'docs/machines.md',
  effect: 'documentation',
  options: {
    ...recordOptions,
    rows: {
      summary: 'Whose rows there are: machines of the flake, or every record of the file.',
      default: 'machines',
      choices: ['machines', 'records'],
    },
    fields: { summary: 'The fields of a record to show, their keys dotted.', default: [] },
    totals: { summary: 'Those of them that are summed up.', default: [] },
  },
  emit: (context) => {
    const { options } = context;
    const { rows, problems } =
      options.rows === 'records' ? recordRows(context.facts, options) : machineRows(context);
    const { fields, totals } = options;
    const header = ['Machine', 'Address', ...fields];
    const lines = rows.map((row) => [
      code(row.name),
      row.address === undefined ? '' : code(row.address),
      ...fields.map((field) => fieldText(row, field) ?? ''),
    ]);
    const last = ['**Total**', String(rows.length), ...fields.map(totalOf(rows, totals))];
    const text = markdownTable(header, totals.length === 0 ? lines : [...lines, last]);
    return { parts: [{ names: {}, text }], problems };
  },
});

interface TableRow {
  readonly name: string;
  readonly address: string | undefined;
  readonly fields: DataNode | undefined;
}

interface TableRows {
  readonly rows: readonly TableRow[];
  readonly problems: readonly Problem[];
}

/** The machines of the flake, with what their records say. */
function machineRows(
  context: Parameters<typeof guestsOf>[0] & { options: GuestOptions },
): TableRows {
  const { guests, problems } = guestsOf(context, context.options);
  const rows = guests.map(({ host, address, record }) => {
    return { name: host.name, address, fields: record?.fields };
  });
  return { rows, problems };
}

/** Every record of the file in its order, whether the flake configures the machine or not. */
function recordRows(facts: Facts, options: GuestOptions): TableRows {
  const file = readRecords(facts, options.records);
  if ('message' in file) return { rows: [], problems: [file] };
  const keys = options.below === '' ? [] : options.below.split('.');
  const records = valueAt(file.root, ...keys);
  if (records?.kind !== 'map') return { rows: [], problems: [] };
  const rows = records.entries.map(({ key, value }) => {
    const address = scalarText(valueAt(value, ...options.address.split('.')));
    return { name: scalarText(valueAt(value, 'name')) ?? key, address, fields: value };
  });
  return { rows, problems: [] };
}

function fieldText({ fields }: TableRow, field: string): string | undefined {
  return scalarText(valueAt(fields, ...field.split('.')));
}

/** The sum of a field; nothing where a machine has no number there, because the sum would be wrong. */
function totalOf(rows: readonly TableRow[], wanted: readonly string[]): (field: string) => string {
  return (field) => {
    if (!wanted.includes(field)) return '';
    const values = rows.map((row) => Number(fieldText(row, field) ?? Number.NaN));
    const sum = values.reduce((total, value) => total + value, 0);
    return Number.isFinite(sum) ? String(sum) : '';
  };
}
