import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  SymbolKind,
} from 'vscode-languageserver';
import { unlessCancelled } from '../cancelling.ts';
import { placeIn } from '../convert/places.ts';
import { offsetAt } from '../convert/positions.ts';
import type { ImportedFile, ModuleUse } from '../features/module-imports.ts';
import type { Server, Target } from '../server.ts';
import { attempted, type Feature, onDocument } from './feature.ts';

/** Who imports a file and what it imports, as the hierarchy of calls that editors show. */
export const callHierarchy: Feature = {
  capabilities: () => ({ callHierarchyProvider: true }),
  listen: (server) => {
    const { callHierarchy: handlers } = server.connection.languages;
    handlers.onPrepare(
      onDocument(server, 'callHierarchy', async ({ folder, file, signal }, { position }) => {
        if (!file.endsWith('.nix')) return null;
        const offset = offsetAt(folder.lined(file), position, server.client.encoding);
        const imported = (await folder.engine.ask('imports', { file }, signal)) ?? [];
        const asked = imported.find(({ places }) =>
          places.some(({ start, end }) => start <= offset && offset <= end),
        );
        return [await itemOf({ folder, file: asked?.file ?? file, signal })];
      }),
    );
    handlers.onIncomingCalls(({ item }, token) =>
      unlessCancelled(token, (signal) =>
        attempted(server, 'callHierarchy', () => incoming(server, item, signal)),
      ),
    );
    handlers.onOutgoingCalls(({ item }, token) =>
      unlessCancelled(token, (signal) =>
        attempted(server, 'callHierarchy', () => outgoing(server, item, signal)),
      ),
    );
  },
};

async function incoming(
  server: Server,
  item: CallHierarchyItem,
  signal: AbortSignal,
): Promise<CallHierarchyIncomingCall[]> {
  const target = server.folders.target(item.uri);
  const use = target && (await target.folder.engine.ask('module', { file: target.file }, signal));
  if (target === undefined || use === undefined) return [];
  const { folder } = target;
  return Promise.all(
    use.importers.map(async (importer) => ({
      from: await itemOf({ folder, file: importer.file, signal }),
      fromRanges: rangesOf(server, { folder, file: importer.file }, importer),
    })),
  );
}

async function outgoing(
  server: Server,
  item: CallHierarchyItem,
  signal: AbortSignal,
): Promise<CallHierarchyOutgoingCall[]> {
  const target = server.folders.target(item.uri);
  if (target === undefined) return [];
  const { folder, file } = target;
  const imported = (await folder.engine.ask('imports', { file }, signal)) ?? [];
  return Promise.all(
    imported.map(async (each) => ({
      to: await itemOf({ folder, file: each.file, signal }),
      fromRanges: rangesOf(server, target, each),
    })),
  );
}

function rangesOf(
  { client }: Server,
  { folder, file }: Target,
  { places }: ImportedFile,
): CallHierarchyIncomingCall['fromRanges'] {
  return places.map((span) => placeIn(folder, { file, span }, client.encoding).range);
}

async function itemOf({ folder, file, signal }: Target): Promise<CallHierarchyItem> {
  const use = await folder.engine.ask('module', { file }, signal);
  const start = { line: 0, character: 0 };
  return {
    name: file,
    kind: SymbolKind.Module,
    ...(use && { detail: detailOf(use) }),
    uri: folder.uriOf(file),
    range: { start, end: start },
    selectionRange: { start, end: start },
  };
}

function detailOf({ hosts, classes }: ModuleUse): string {
  const [first, second] = hosts;
  if (first === undefined) return 'part of no machine';
  const named =
    hosts.length > 2 ? `${hosts.length} machines` : [first, second ?? []].flat().join(', ');
  return `${classes.join(', ')} · ${named}`;
}
