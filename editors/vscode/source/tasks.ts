import {
  ProcessExecution,
  Task,
  type TaskDefinition,
  TaskGroup,
  type TaskProvider,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import { isScript } from './process-platform.ts';
import { chosenServer } from './settings.ts';

/** Tasks of the type `flakewise`: a check whose lines fill the Problems view. */
export function checkTasks(bundledServer: string): TaskProvider {
  return {
    provideTasks: () =>
      (workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file')
        .map((folder) => checkTask({ type: 'flakewise' }, folder, bundledServer)),
    resolveTask({ definition, scope }) {
      return typeof scope === 'object' ? checkTask(definition, scope, bundledServer) : undefined;
    },
  };
}

function checkTask(definition: TaskDefinition, folder: WorkspaceFolder, bundled: string): Task {
  const server = chosenServer() ?? bundled;
  const rest = ['check', '--format', 'concise', ...argumentsOf(definition)];
  const options = { cwd: folder.uri.fsPath, env: { ELECTRON_RUN_AS_NODE: '1' } };
  const execution = isScript(server)
    ? new ProcessExecution(process.execPath, [server, ...rest], options)
    : new ProcessExecution(server, rest, options);
  const task = new Task(definition, folder, 'check', 'flakewise', execution, '$flakewise');
  task.group = TaskGroup.Build;
  task.detail = 'Check the conventions of the whole workspace';
  return task;
}

function argumentsOf(definition: TaskDefinition): readonly string[] {
  const given: unknown = definition.arguments;
  return Array.isArray(given) ? given.filter((argument) => typeof argument === 'string') : [];
}
