import { type ExtensionContext, tasks, Uri } from 'vscode';
import { begin } from './begin.ts';
import { processPlatform } from './process-platform.ts';
import { checkTasks } from './tasks.ts';

/** Where the editor can start programs, the server is one. */
export function activate(context: ExtensionContext): void {
  const bundledServer = Uri.joinPath(
    context.extensionUri,
    'dist',
    'server',
    'flakewise.cjs',
  ).fsPath;
  context.subscriptions.push(tasks.registerTaskProvider('flakewise', checkTasks(bundledServer)));
  begin(context, processPlatform(bundledServer));
}
