import { type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import { unlessCancelled } from '../cancelling.ts';
import { placeIn } from '../convert/places.ts';
import type { WorkspaceSymbol } from '../features/workspace-symbols.ts';
import type { Folder } from '../folder.ts';
import type { Server } from '../server.ts';
import { attempted, type Feature, isOn } from './feature.ts';

/** Machines, outputs, modules, options, secrets and whatever else has a name in a workspace. */
export const workspaceSymbol: Feature = {
  capabilities: () => ({ workspaceSymbolProvider: true }),
  listen: (server) => {
    const { connection, folders } = server;
    connection.onWorkspaceSymbol(({ query }, token) =>
      unlessCancelled(token, async (signal) => {
        await folders.ready();
        const found = folders.all
          .filter((folder) => isOn({ folder }, 'workspaceSymbol'))
          .map((folder) =>
            attempted(server, 'workspaceSymbol', async () => {
              const symbols = (await folder.engine.ask('symbols', { query }, signal)) ?? [];
              return symbols.map((symbol) => informationOf(server, folder, symbol));
            }),
          );
        return (await Promise.all(found)).flatMap((symbols) => symbols ?? []);
      }),
    );
  },
};

function informationOf(
  { client }: Server,
  folder: Folder,
  symbol: WorkspaceSymbol,
): SymbolInformation {
  const { name, kind, about } = symbol;
  const location = placeIn(folder, symbol, client.encoding);
  return { name, kind: SymbolKind[kinds[kind]], location, containerName: about };
}

/** Names, because the numbers come from a package that most starts do not load. */
const kinds: Readonly<Record<WorkspaceSymbol['kind'], keyof typeof SymbolKind>> = {
  secret: 'Key',
  template: 'File',
  user: 'Object',
  group: 'Object',
  host: 'Class',
  input: 'Module',
  output: 'Field',
  package: 'Package',
  flag: 'Boolean',
  resource: 'Struct',
  module: 'Module',
  option: 'Property',
};
