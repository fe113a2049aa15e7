import { commands, type Disposable, type LogOutputChannel, Uri, window, workspace } from 'vscode';
import { createConfiguration } from './create-configuration.ts';
import { pickRule } from './pick-rule.ts';
import { showConfiguration, showRulePage } from './rule-pages.ts';
import type { Server } from './server.ts';

interface Parts {
  readonly server: Server;
  readonly output: LogOutputChannel;
  readonly extension: Uri;
}

/** Every command but `flakewise.restart`. */
export function commandsOf({ server, output, extension }: Parts): Disposable[] {
  const all: Readonly<Record<string, (given: unknown) => unknown>> = {
    'flakewise.showOutput': () => output.show(),
    'flakewise.showVersion': () => showVersion(server),
    'flakewise.createConfiguration': () => createConfiguration(),
    async 'flakewise.fixFile'(given) {
      const file = fileOf(given);
      if (file !== undefined) await server.execute('flakewise.fixAllInFile', file.toString());
    },
    async 'flakewise.fixWorkspace'() {
      for (const { uri } of workspace.workspaceFolders ?? []) {
        await server.execute('flakewise.fixAllInWorkspace', uri.toString());
      }
    },
    async 'flakewise.explain'(given) {
      const rule = typeof given === 'string' ? given : await pickRule(extension);
      if (rule !== undefined) await showRulePage(rule);
    },
    async 'flakewise.openConfiguration'(given) {
      const file = fileOf(given) ?? workspace.workspaceFolders?.[0]?.uri;
      if (file !== undefined) await showConfiguration(file);
    },
  };
  return Object.entries(all).map(([name, run]) => commands.registerCommand(name, run));
}

/** What a menu was opened on, or what is being edited. */
function fileOf(given: unknown): Uri | undefined {
  return given instanceof Uri ? given : window.activeTextEditor?.document.uri;
}

function showVersion({ version }: Server): void {
  const message = version === undefined ? 'its server does not run' : `version ${version}`;
  void window.showInformationMessage(`flakewise: ${message}`);
}
