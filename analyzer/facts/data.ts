import { cell, choice, type RowOf, scalar, table, text } from './schema.ts';

export const dataSchema = table(
  'A value of a YAML, JSON or TOML file that people keep, such as a list of machines or ports.',
  {
    file: text('The file.'),
    format: choice(['yaml', 'json', 'toml'], 'Its format.'),
    key: text(
      'The keys down to the value, dotted, with places in lists in brackets: `vm.web.ports[0]`.',
    ),
    name: text('The last key; that of the list for an item of one.'),
    value: cell(
      scalar(
        'The value; unset for null, undecided where a key names a secret or programs read it differently.',
      ),
    ),
  },
);

export type DataRow = RowOf<typeof dataSchema>;
