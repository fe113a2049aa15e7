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
              return { name, kind: kinds[kind], location, containerName: about };
            });
          }),
        );
      return (await Promise.all(found)).flatMap((symbols) => symbols ?? []);
    });
  },
};

const kinds: Readonly<Record<WorkspaceSymbol['kind'], SymbolKind>> = {
  secret: SymbolKind.Key,
  template: SymbolKind.File,
  user: SymbolKind.Object,
  group: SymbolKind.Object,
  host: SymbolKind.Class,
  input: SymbolKind.Module,
  output: SymbolKind.Field,
  package: SymbolKind.Package,
  flag: SymbolKind.Boolean,
  resource: SymbolKind.Struct,
  module: SymbolKind.Module,
  option: SymbolKind.Property,
};
