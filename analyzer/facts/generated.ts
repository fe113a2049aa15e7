import { choice, number, optional, type RowOf, table, text } from './schema.ts';

export const generatedSchema = table(
  'A file, or part of one, that the configuration lets flakewise write.',
  {
    file: text('The file.'),
    region: optional(text('The name of the fence around it; unset for a whole file.')),
    emitter: text('What writes it.'),
    effect: choice(
      ['configuration', 'documentation'],
      'Whether machines or what is around them become what it says, or people and programs only read it.',
    ),
    state: choice(
      ['current', 'changed', 'absent', 'foreign'],
      'Whether it is as it should be, is otherwise, is not there, or was written by somebody else.',
    ),
    start: number('The offset at which it begins.'),
    end: number('The offset at which it ends.'),
    text: text('What it should be.'),
  },
);

export type GeneratedRow = RowOf<typeof generatedSchema>;
