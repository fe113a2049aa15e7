import { type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import { placeIn } from '../convert/places.ts';
import type { WorkspaceSymbol } from '../features/workspace-symbols.ts';
import { attempted, type Feature, isOn } from './feature.ts';

/** Machines, outputs, modules, options, secrets and whatever else has a name in a workspace. */
export const workspaceSymbol: Feature = {
  capabilities: () => ({ workspaceSymbolProvider: true }),
  listen: (server) => {
    const { connection, folders, client } = server;
    connection.onWorkspaceSymbol(async ({ query }) => {
      const found = folders.all
        .filter((folder) => isOn({ folder }, 'workspaceSymbol'))
        .map((folder) =>
          attempted(server, 'workspaceSymbol', async () => {
            const symbols = (await folder.engine.ask('symbols', { query })) ?? [];
            return symbols.map((symbol): SymbolInformation => {
              const { name, kind, about } = symbol;
              const location = placeIn(folder, symbol, client.encoding);
              return { name, kind: SymbolKind[kinds[kind]], location, containerName: about };
            });
          }),
        );
      return (await Promise.all(found)).flatMap((symbols) => symbols ?? []);
    });
  },
};

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
