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

export const taskVariableSchema = table('A variable that the commands of a task see.', {
  file: text('The file of the task.'),
  task: optional(text('The task; unset for every task of the file.')),
  caller: optional(text('The task that calls it with this value; unset where the file says so.')),
  name: text('Its name.'),
  value: text('What it is, with templates as written.'),
});

export type TaskVariableRow = RowOf<typeof taskVariableSchema>;
