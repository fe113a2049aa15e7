import { commands, type Disposable, Uri, window, workspace } from 'vscode';
import type { Server } from './server.ts';

const ruleScheme = 'flakewise-rule';
const configurationScheme = 'flakewise-configuration';

/** Documents that the server writes: the pages of rules, and the configuration of a file. */
export function rulePages(server: Server): Disposable {
  const read = async (command: string, argument: string): Promise<string> => {
    const answer = await server.execute(command, argument);
    if (typeof answer === 'string') return answer;
    return answer === null ? 'There is nothing of that name.\n' : 'The server does not run.\n';
  };
  const providers = [
    workspace.registerTextDocumentContentProvider(ruleScheme, {
      provideTextDocumentContent: (uri) => read('flakewise.explainRule', ruleOf(uri)),
    }),
    workspace.registerTextDocumentContentProvider(configurationScheme, {
      provideTextDocumentContent: (uri) => read('flakewise.showConfiguration', uri.query),
    }),
  ];
  return { dispose: () => providers.map((provider) => provider.dispose()) };
}

/** Whether it reads like `group/name`. */
export function isRuleName(text: string): boolean {
  return /^[a-z][a-z0-9-]*(\/[a-z0-9-]+)+$/.test(text);
}

export function rulePage(rule: string): Uri {
  return Uri.from({ scheme: ruleScheme, path: `/${rule}.md` });
}

function ruleOf({ path }: Uri): string {
  return path.replace(/^\/|\.md$/g, '');
}

/** Opens the page of a rule as it is to be read. */
export async function showRulePage(rule: string): Promise<void> {
  const page = rulePage(rule);
  const all = await commands.getCommands(true);
  if (all.includes('markdown.showPreview')) {
    await commands.executeCommand('markdown.showPreview', page);
  } else {
    await window.showTextDocument(page, { preview: true });
  }
}

/** Opens what the server makes of the configuration for a file. */
export async function showConfiguration(file: Uri): Promise<void> {
  const path = '/flakewise.toml';
  const uri = Uri.from({ scheme: configurationScheme, path, query: file.toString() });
  await window.showTextDocument(uri, { preview: true });
}
