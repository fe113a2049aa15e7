import { commands, type LogOutputChannel, window } from 'vscode';
import { chosenServer } from './settings.ts';

interface Ways {
  readonly restart: () => Promise<void>;
  readonly output: LogOutputChannel;
}

/** Says once that the server does not run, and offers what can be done about it. */
export async function showFailure(reason: string, { restart, output }: Ways): Promise<void> {
  const chosen = chosenServer();
  const message =
    chosen === undefined
      ? `The server of flakewise does not run: ${reason}`
      : `\`${chosen}\`, which \`flakewise.serverPath\` names, does not run as a server: ${reason}`;
  const ways = chosen === undefined ? [] : ['Open Settings'];
  const way = await window.showErrorMessage(message, ...ways, 'Show Output', 'Restart');
  if (way === 'Restart') await restart();
  if (way === 'Show Output') output.show();
  if (way === 'Open Settings') {
    await commands.executeCommand('workbench.action.openSettings', 'flakewise.serverPath');
  }
}
