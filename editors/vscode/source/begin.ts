import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { commandsOf } from './commands.ts';
import { showFailure } from './failure.ts';
import type { Platform } from './platform.ts';
import { rulePages } from './rule-pages.ts';
import { Server } from './server.ts';
import { isEnabled } from './settings.ts';
import { showReferences } from './show-references.ts';
import { createStatusItem } from './status-item.ts';

/** Sets up everything that the extension has, and starts the server where it is wanted. */
export function begin(context: ExtensionContext, platform: Platform): void {
  const output = window.createOutputChannel('flakewise', { log: true });
  const status = createStatusItem(platform.schemes());
  const failed = (reason: string): void => void showFailure(reason, { restart, output });
  const server = new Server({ platform, output, status, failed });
  context.subscriptions.push(
    output,
    status,
    server,
    rulePages(server),
    showReferences(),
    ...commandsOf({ server, output, extension: context.extensionUri }),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration('flakewise.serverPath')) await restart();
      else if (change.affectsConfiguration('flakewise.enable')) await startOrStop();
    }),
    commands.registerCommand('flakewise.restart', restart),
  );
  // Nobody has to wait for it.
  void startOrStop();

  async function restart(): Promise<void> {
    await server.stop();
    await startOrStop();
  }

  async function startOrStop(): Promise<void> {
    if (!isEnabled()) return server.stop();
    await server.start();
  }
}
