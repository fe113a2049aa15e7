import type { FilePath } from '../diagnostic.ts';
import { TableBuilder } from '../extract/table.ts';
import type { TaskRow } from '../facts/tasks.ts';
import type { Site } from '../site.ts';

/** The tables that files of tasks fill. */
export interface TaskTables {
  readonly task: TableBuilder<'task'>;
  readonly 'task-variable': TableBuilder<'task-variable'>;
  readonly command: TableBuilder<'command'>;
}

/** The workspace as readers of tasks see it. */
export interface TaskSource {
  readonly files: readonly FilePath[];
  text(file: FilePath): string | undefined;
}

export function taskTables(): TaskTables {
  return {
    task: new TableBuilder('task'),
    'task-variable': new TableBuilder('task-variable'),
    command: new TableBuilder('command'),
  };
}

/** Notes that there may be more tasks, with variables and commands. */
export function missingTasks(
  tables: TaskTables,
  known: Pick<TaskRow, 'runner'> & { readonly file?: string },
  why: { readonly reason: string; readonly at: Site | undefined },
): void {
  tables.task.gap({ runner: known.runner }, why.reason, why.at);
  tables['task-variable'].gap({}, why.reason, why.at);
  tables.command.gap({ source: 'task' }, why.reason, why.at);
}
