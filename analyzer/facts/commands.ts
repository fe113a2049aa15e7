import { choice, number, optional, type RowOf, table, text, texts } from './schema.ts';

export const commandSchema = table(
  'A command that a workflow, a task or a document has, the ones inside of other commands included.',
  {
    file: text('The file.'),
    source: choice(['workflow', 'task', 'document'], 'What kind of text has it.'),
    in: text('The job, the task, or the heading that it stands under.'),
    step: optional(number('For a workflow: the place of its step in the job, from 0.')),
    text: text('The command as written.'),
    program: optional(text('The program without its folder; unset where an expansion decides.')),
    arguments: texts('What the program is given; words with expansions as they are written.'),
    wrappers: texts('Programs that it is run through, such as `sudo`.'),
  },
);

export type CommandRow = RowOf<typeof commandSchema>;
