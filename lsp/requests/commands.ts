import { MessageType, ShowMessageNotification } from 'vscode-languageserver';
import { engineRules } from '#linter/engine-rules.ts';
import { explain, explainEngineRule } from '#linter/explain.ts';
import type { RuleMeta } from '#linter/rule.ts';
import { defaultSetup } from '../configuration.ts';
import { type CommandName, commandNames } from '../features/change.ts';
import { configurationPage } from '../features/configuration-page.ts';
import type { FixingAsked } from '../features/fixing.ts';
import type { Folder } from '../folder.ts';
import { answered, rulePage, type Server } from '../server.ts';
import { attempted, type Feature } from './feature.ts';
import { fixAllEdit, isEmpty } from './fix-all.ts';
import { showPlace } from './reveal.ts';

type Command = (server: Server, given: readonly unknown[]) => Promise<string | boolean | null>;

export const commands: Feature = {
  capabilities: () => ({ executeCommandProvider: { commands: [...commandNames] } }),
  listen: (server) => {
    server.connection.onExecuteCommand(async ({ command, arguments: given = [] }) => {
      const name = commandNames.find((known) => known === command);
      if (name === undefined) return null;
      return attempted(server, name, () => run[name](server, given));
    });
  },
};

const run: Readonly<Record<CommandName, Command>> = {
  'flakewise.explainRule': async (server, [rule]) => {
    const { folders } = server;
    const setups = [defaultSetup, ...folders.all.map(({ setup }) => setup)];
    const rules = setups.flatMap((setup) => setup.rules);
    const found = rules.find(({ meta }) => meta.name === rule);
    const ofEngine = engineRules.find(({ meta }) => meta.name === rule);
    if (found) await showRule(server, found.meta);
    if (found) return explain(found);
    return ofEngine ? explainEngineRule(ofEngine) : null;
  },
  'flakewise.fixAllInFile': async (server, [uri, rule]) => {
    const target = typeof uri === 'string' ? server.folders.target(uri) : undefined;
    if (target === undefined) return null;
    return mend(server, target.folder, { files: [target.file], ...ruleGiven(rule) });
  },
  'flakewise.fixAllInWorkspace': async (server, [uri, rule]) => {
    const { all } = server.folders;
    const folders = typeof uri === 'string' ? folderAt(server, uri) : all;
    const done = [];
    for (const folder of folders) done.push(await mend(server, folder, ruleGiven(rule)));
    return done.every((each) => each);
  },
  'flakewise.reload': async ({ folders, reload }) => {
    for (const folder of folders.all) reload(folder);
    return null;
  },
  'flakewise.showConfiguration': async ({ folders }, [uri]) => {
    const target = typeof uri === 'string' ? folders.target(uri) : undefined;
    return target === undefined ? null : configurationPage(target.folder.setup, target.file);
  },
  'flakewise.showPlace': showPlace,
};

/** Opens the page of a rule, or says what it is about, for editors that do nothing with the answer. */
async function showRule(server: Server, { name, summary }: RuleMeta): Promise<void> {
  const { client, connection } = server;
  if (client.showsRules) return;
  const page = rulePage(server, name);
  const canShow = client.capabilities.window?.showDocument?.support === true;
  if (page === undefined || !canShow) {
    const message = `${name}: ${summary}`;
    await connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Info,
      message,
    });
    return;
  }
  const external = /^https?:/.test(page);
  await answered(connection, connection.window.showDocument({ uri: page, external }));
}

function ruleGiven(rule: unknown): Pick<FixingAsked, 'rule'> {
  return typeof rule === 'string' ? { rule } : {};
}

/** The folder with this root, or the one that holds what the URI names. */
function folderAt({ folders }: Server, uri: string): readonly Folder[] {
  const root = uri.replace(/\/+$/, '');
  const found = folders.all.find((folder) => folder.root === root) ?? folders.target(uri)?.folder;
  return found ? [found] : [];
}

/** Has the editor apply what `--fix` would; whether it did. */
async function mend(server: Server, folder: Folder, asked: FixingAsked): Promise<boolean> {
  const edit = await fixAllEdit(server, { folder }, asked);
  if (isEmpty(edit)) return true;
  const { connection } = server;
  const change = connection.workspace.applyEdit({ label: 'flakewise', edit });
  return (await answered(connection, change))?.applied ?? false;
}
