import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { readEditorSettings } from './editor-settings.ts';
import type { Folder } from './folder.ts';
import type { Publisher } from './publisher.ts';
import { configureFeatures } from './requests/features.ts';
import { answered, type Server } from './server.ts';

const section = 'flakewise';

/** Keeps up with the settings of the editor. */
export function listenForSettings(server: Server, publisher: Publisher): void {
  const { connection, folders } = server;
  connection.onDidChangeConfiguration(async ({ settings }) => {
    for (const folder of folders.all) {
      if (canAsk(server)) await pullSettings(server, folder);
      else folder.settings = readEditorSettings(sectionOf(settings));
      publisher.publishAll(folder);
    }
    server.refresh();
    await configureFeatures(server);
  });
}

/** Asks for changes of settings to be told, where editors want to be asked. */
export async function registerForSettings(
  { client }: Server,
  connection: Connection,
): Promise<void> {
  const { workspace } = client.capabilities;
  if (!workspace?.didChangeConfiguration?.dynamicRegistration) return;
  await answered(
    connection,
    connection.client.register(DidChangeConfigurationNotification.type, { section }),
  );
}

/** Reads the settings of one folder; they come with the initialization where the editor cannot be asked. */
export async function pullSettings(server: Server, folder: Folder): Promise<void> {
  if (!canAsk(server)) {
    folder.settings = readEditorSettings(server.client.options);
    return;
  }
  const { connection } = server;
  const asked = connection.workspace.getConfiguration({ scopeUri: folder.root, section });
  const value: unknown = await answered(connection, asked);
  folder.settings = readEditorSettings(value ?? server.client.options);
}

function canAsk({ client }: Server): boolean {
  return client.capabilities.workspace?.configuration ?? false;
}

function sectionOf(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null || !(section in settings)) return settings;
  return settings[section];
}
