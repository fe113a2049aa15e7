import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { Documents } from './documents.ts';
import type { Folder, FolderReport } from './folder.ts';
import { Folders } from './folders.ts';
import type { Outside } from './outside.ts';
import { OutsideChanges } from './outside-changes.ts';
import { Publisher } from './publisher.ts';
import { listenForDiagnostics } from './requests/diagnostics.ts';
import { configureFeatures, features } from './requests/features.ts';
import { answered, clientOf, guarded, type Server } from './server.ts';
import { listenForSettings, pullSettings, registerForSettings } from './settings.ts';
import { Status } from './status.ts';
import { Warming } from './warming.ts';

/** Speaks the Language Server Protocol over a connection until it is closed. */
export function serve(connection: Connection, outside: Outside): void {
  connection.onInitialize((params) => {
    const server = startServer(connection, outside, params);
    const result: InitializeResult = {
      serverInfo: { name: 'flakewise', version: outside.version },
      capabilities: capabilitiesOf(server),
    };
    return result;
  });
  connection.listen();
}

function startServer(connection: Connection, outside: Outside, params: InitializeParams): Server {
  const status = new Status(connection, outside.version);
  const opened = async (folder: Folder): Promise<void> => {
    await pullSettings(server, folder);
    documents.attach(folder);
    await configureFeatures(server);
  };
  const looked: FolderReport['looked'] = (folder, look) => {
    guarded(server, () => publisher.publishAll(folder));
    status.looked(folder, look);
    warming.looked(folder);
    server.refresh();
  };
  const folders = new Folders(outside, {
    began: (folder) => status.began(folder),
    looked,
    failed: (folder, message) => status.failed(folder, message),
    opened,
    closed: (folder) => {
      publisher.withdraw(folder);
      status.closed(folder);
    },
  });
  const server: Server = {
    connection,
    outside,
    client: clientOf(params),
    folders,
    refresh: () => refresh(server),
    reload: (folder) => changes.reopenSoon(folder),
    lookNow: (target) => publisher.lookNow(target),
  };
  const publisher = new Publisher(server);
  const warming = new Warming(server);
  const documents = new Documents(server, publisher);
  const changes = new OutsideChanges(server, publisher);
  documents.listen(connection);
  changes.listen(connection);
  listenForRequests(server, publisher);
  connection.onInitialized(async () => {
    await openFolders(server, params);
    await changes.register(connection);
    await registerForSettings(server, connection);
  });
  listenForTheEnd(server, changes, warming);
  return server;
}

function listenForRequests(server: Server, publisher: Publisher): void {
  listenForSettings(server, publisher);
  listenForDiagnostics(server, publisher);
  for (const feature of features) feature.listen(server);
}

function listenForTheEnd(
  { connection, folders }: Server,
  changes: OutsideChanges,
  warming: Warming,
): void {
  // For whoever drives an editor: answered when the findings are those of the files as they are now.
  connection.onRequest('flakewise/settled', async () => {
    await folders.ready();
    await changes.flush();
    await Promise.all(folders.all.map((folder) => folder.settled()));
    return null;
  });
  connection.onShutdown(() => {
    changes.stop();
    warming.stop();
    return folders.closeAll();
  });
}

/** Opens the folders that the editor has, and follows it when they change. */
async function openFolders(
  { connection, client, folders }: Server,
  params: InitializeParams,
): Promise<void> {
  if (client.capabilities.workspace?.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
      for (const { uri } of removed) await folders.close(uri);
      for (const { uri } of added) await folders.open(uri);
    });
  }
  await Promise.all(foldersOf(params).map((uri) => folders.open(uri)));
}

function capabilitiesOf({ client }: Server): ServerCapabilities {
  const { encoding, capabilities } = client;
  const own: ServerCapabilities = {
    positionEncoding: encoding,
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(client.diagnostics === 'pull' && {
      diagnosticProvider: {
        identifier: 'flakewise',
        interFileDependencies: true,
        workspaceDiagnostics: true,
      },
    }),
  };
  const offered = features.map((feature) => feature.capabilities(capabilities));
  const workspace = Object.assign({}, ...[own, ...offered].map((each) => each.workspace));
  return Object.assign(own, ...offered, { workspace });
}

/** Asks the editor to ask again for what it shows of facts. */
function refresh({ connection, client }: Server): void {
  const { workspace } = client.capabilities;
  const ask = (method: string): void => {
    void answered(connection, connection.sendRequest(method));
  };
  const pulls = client.diagnostics === 'pull' && workspace?.diagnostics?.refreshSupport;
  if (pulls) ask('workspace/diagnostic/refresh');
  if (workspace?.inlayHint?.refreshSupport) ask('workspace/inlayHint/refresh');
  if (workspace?.codeLens?.refreshSupport) ask('workspace/codeLens/refresh');
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders !== undefined && workspaceFolders !== null) {
    return workspaceFolders.map(({ uri }) => uri);
  }
  return rootUri === null ? [] : [rootUri];
}
