import { PassThrough } from 'node:stream';
import {
  type ApplyWorkspaceEditParams,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  ProposedFeatures,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Registration,
  type RegistrationParams,
  type ShowDocumentParams,
  type ShowMessageParams,
  StreamMessageReader,
  StreamMessageWriter,
  type UnregistrationParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent } from '#analyzer/files.ts';
import { connectionStrategy } from '#lsp/cancelling.ts';
import type { Engine } from '#lsp/engine/engine.ts';
import { LocalEngine } from '#lsp/engine/local-engine.ts';
import type { OpenFolder, Outside } from '#lsp/outside.ts';
import { serve } from '#lsp/serve.ts';
import { memoryFiles } from './fleet.ts';

/** How an editor differs from the usual one of the tests. */
export interface EditorOptions {
  readonly capabilities?: InitializeParams['capabilities'];
  readonly initializationOptions?: unknown;
  /** What it answers when it is asked for the settings of a folder. */
  readonly settings?: unknown;
  /** Further folders by their URIs. */
  readonly folders?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly format?: Outside['format'];
  /** What the files of a folder wait for, by its URI, before they can be read. */
  readonly beforeReading?: (uri: string) => Promise<void>;
  /** Stands between the server and the engine. */
  readonly engine?: (engine: Engine) => Engine;
  /** What its positions may count. */
  readonly encodings?: readonly ('utf-8' | 'utf-16')[];
}

const rootUri = 'file:///fleet';

/** An editor that speaks to a server over streams in memory, about files in memory. */
export class Editor {
  readonly connection: ProtocolConnection;
  /** What lies outside of the editor; change it, and tell the server with `tellChanged`. */
  readonly disk: Map<string, Map<string, string>>;
  readonly published = new Map<string, PublishDiagnosticsParams>();
  /** Every publication, in order. */
  readonly heard: PublishDiagnosticsParams[] = [];
  readonly log: string[] = [];
  readonly #hearing: (() => void)[] = [];
  readonly root = rootUri;
  /** What the server has asked the editor to change. */
  readonly applied: WorkspaceEdit[] = [];
  /** Documents and messages that the server wants to be seen. */
  readonly shown: string[] = [];
  /** What the server has registered, by ids. */
  readonly registered = new Map<string, Registration>();
  /** What the server is answered when it asks for the settings of a folder. */
  settings: unknown;
  initialized: InitializeResult | undefined;

  constructor(connection: ProtocolConnection, disk: Map<string, Map<string, string>>) {
    this.connection = connection;
    this.disk = disk;
    connection.onNotification('textDocument/publishDiagnostics', (params) => {
      this.published.set(params.uri, params);
      this.heard.push(params);
      for (const hear of this.#hearing) hear();
    });
    connection.onRequest('window/showDocument', ({ uri }: ShowDocumentParams) => {
      this.shown.push(uri);
      return { success: true };
    });
    connection.onNotification('window/showMessage', ({ message }: ShowMessageParams) => {
      this.shown.push(message);
    });
    connection.onRequest('workspace/applyEdit', ({ edit }: ApplyWorkspaceEditParams) => {
      this.applied.push(edit);
      return { applied: true };
    });
    connection.onNotification('window/logMessage', ({ message }) => {
      this.log.push(message);
    });
  }

  uri(file: string): string {
    return `${rootUri}/${file}`;
  }

  text(file: string): string {
    return this.disk.get(rootUri)?.get(file) ?? '';
  }

  open(file: string, text = this.text(file), version = 1): void {
    const textDocument = { uri: this.uri(file), languageId: 'nix', version, text };
    void this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Replaces the whole text of an open document. */
  async replace(file: string, text: string, version: number): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri(file), version },
      contentChanges: [{ text }],
    });
  }

  /** Ends when what is published are the findings of the files as they are now. */
  async settled(): Promise<void> {
    await this.connection.sendRequest('flakewise/settled');
  }

  /** Ends when findings of a file are published once more. */
  heardOf(uri: string): Promise<void> {
    return new Promise((resolve) => {
      this.#hearing.push(() => {
        if (this.heard.at(-1)?.uri === uri) resolve();
      });
    });
  }

  diagnostics(file: string): readonly Diagnostic[] {
    return this.published.get(this.uri(file))?.diagnostics ?? [];
  }

  async request<Result>(method: string, params: unknown): Promise<Result> {
    return this.connection.sendRequest<Result>(method, params);
  }

  async close(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }
}

/** Opens an editor on a workspace, and waits until it was looked at. */
export async function openEditor(
  files: ReadonlyMap<string, string>,
  options: EditorOptions = {},
): Promise<Editor> {
  const disk = new Map([[rootUri, new Map(files)]]);
  for (const [uri, texts] of options.folders ?? []) disk.set(uri, new Map(texts));
  const editor = new Editor(connectTo(memoryOutside(disk, options)), disk);
  const { connection } = editor;
  editor.settings = options.settings;
  connection.onRequest('workspace/configuration', ({ items }) =>
    items.map(() => editor.settings ?? null),
  );
  connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
    for (const each of registrations) editor.registered.set(each.id, each);
    return null;
  });
  connection.onRequest('client/unregisterCapability', (params: UnregistrationParams) => {
    for (const { id } of params.unregisterations) editor.registered.delete(id);
    return null;
  });
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.listen();
  editor.initialized = await connection.sendRequest('initialize', {
    processId: null,
    rootUri,
    capabilities: {
      ...(options.capabilities ?? usualCapabilities),
      general: { positionEncodings: [...(options.encodings ?? ['utf-16'])] },
    },
    initializationOptions: options.initializationOptions,
    workspaceFolders: [...disk.keys()].map((uri) => ({ uri, name: uri })),
  });
  await connection.sendNotification('initialized', {});
  await editor.settled();
  return editor;
}

const usualCapabilities: InitializeParams['capabilities'] = {
  workspace: { workspaceFolders: true, configuration: true },
  textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } },
};

function connectTo(outside: Outside): ProtocolConnection {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  serve(
    createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
      { connectionStrategy },
    ),
    outside,
  );
  return createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
}

function memoryOutside(
  disk: ReadonlyMap<string, ReadonlyMap<string, string>>,
  { format, beforeReading, engine = (own) => own }: EditorOptions,
): Outside {
  const open = async (uri: string): Promise<OpenFolder | undefined> => {
    await beforeReading?.(uri);
    const texts = disk.get(uri);
    if (texts === undefined) return undefined;
    return {
      root: uri,
      files: memoryFiles(new Map(texts)),
      paths: [...texts.keys()].sort() as FilePath[],
      links: [],
      fresh: async (file): Promise<FileContent> => {
        const text = disk.get(uri)?.get(file);
        return text === undefined ? { kind: 'absent' } : { kind: 'text', text };
      },
    };
  };
  return {
    version: '0.0.0',
    open,
    startEngine: (folder, report) =>
      engine(new LocalEngine({ folder, report, open: () => open(folder.root) })),
    rulePage: (rule) => `https://rules.example/${rule}`,
    format,
  };
}
