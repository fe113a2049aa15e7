import { valueAt } from '#analyzer/data/node.ts';
import { emitter } from '../emitter.ts';
import { code, markdownTable } from '../print/markdown.ts';
import { type Guest, guestsOf, recordOptions } from './guests.ts';
import { scalarText } from './record-file.ts';

export const guestTable = emitter({
  name: 'guest-table',
  summary: 'A table of machines with fields of their records, and their totals.',
  inputs: ['host', 'data'],
  formats: ['markdown'],
  output: 'docs/machines.md',
  effect: 'documentation',
  options: {
    ...recordOptions,
    fields: { summary: 'The fields of a record to show, their keys dotted.', default: [] },
    totals: { summary: 'Those of them that are summed up.', default: [] },
  },
  emit: (context) => {
    const { options } = context;
    const { guests, problems } = guestsOf(context, options);
    const { fields, totals } = options;
    const header = ['Machine', 'Address', ...fields];
    const rows = guests.map((guest) => [
      code(guest.host.name),
      guest.address === undefined ? '' : code(guest.address),
      ...fields.map((field) => fieldText(guest, field) ?? ''),
    ]);
    const last = ['**Total**', String(guests.length), ...fields.map(totalOf(guests, totals))];
    const text = markdownTable(header, totals.length === 0 ? rows : [...rows, last]);
    return { parts: [{ names: {}, text }], problems };
  },
});

function fieldText({ record }: Guest, field: string): string | undefined {
  return record && scalarText(valueAt(record.fields, ...field.split('.')));
}

/** The sum of a field; nothing where a machine has no number there, because the sum would be wrong. */
function totalOf(guests: readonly Guest[], wanted: readonly string[]): (field: string) => string {
  return (field) => {
    if (!wanted.includes(field)) return '';
    const values = guests.map((guest) => Number(fieldText(guest, field) ?? Number.NaN));
    const sum = values.reduce((total, value) => total + value, 0);
    return Number.isFinite(sum) ? String(sum) : '';
  };
}
