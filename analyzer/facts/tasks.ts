import { choice, optional, type RowOf, table, text, texts, truth } from './schema.ts';

export const taskSchema = table('A task that people run by its name.', {
  file: text('The file that has it.'),
  runner: choice(['task', 'just', 'make', 'npm'], 'The program that runs it.'),
  name: text('Its name, as it is called from where the files that include this one are.'),
  aliases: texts('Other names.'),
  parameters: texts('What it takes, as written.'),
  dependencies: texts('Tasks that it runs, by their names; with templates as written.'),
  description: optional(text('What it says about itself.')),
  internal: truth('Whether people are not meant to call it.'),
});

export type TaskRow = RowOf<typeof taskSchema>;
