import { emitter } from '../emitter.ts';
import { printedRecords } from '../print/records.ts';
import { recordsOf } from '../records.ts';

export const machineInventory = emitter({
  name: 'machine-inventory',
  summary: 'Every machine with its platform, names, addresses and homes.',
  inputs: ['host'],
  formats: ['markdown', 'json', 'toml', 'yaml'],
  output: 'docs/machines.md',
  effect: 'documentation',
  options: {
    columns: {
      summary: 'What is told of each machine, in this order.',
      default: ['name', 'class', 'system', 'host-name', 'addresses'],
      choices: [
        'name',
        'class',
        'system',
        'host-name',
        'type',
        'tags',
        'addresses',
        'homes',
        'entry',
        'output',
      ],
    },
  },
  emit: ({ facts, wants, compare, options: { columns }, format }) => {
    const rows = facts
      .table('host')
      .rows.filter(({ name, output }) => output !== '' && wants(name))
      .toSorted((a, b) => compare(a.name, b.name));
    const { records, problems } = recordsOf(rows, columns, ({ name }) => name);
    const text = printedRecords({ key: 'machines', columns, records }, format);
    return { parts: [{ names: {}, text }], problems };
  },
});
