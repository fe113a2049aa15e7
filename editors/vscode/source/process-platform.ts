import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import type { Platform } from './platform.ts';
import { chosenServer } from './settings.ts';

/** The server as a program: ours, run by the Node of the editor, or one that the user has chosen. */
export function processPlatform(bundledServer: string): Platform {
  return {
    schemes: () => ['file', 'untitled'],
    createClient: (options: LanguageClientOptions) =>
      new LanguageClient('flakewise', 'flakewise', serverOptions(bundledServer), options),
  };
}

function serverOptions(bundledServer: string): ServerOptions {
  const server = chosenServer() ?? bundledServer;
  const transport = TransportKind.stdio;
  return isScript(server)
    ? { module: server, args: ['lsp'], transport }
    : { command: server, args: ['lsp'], transport };
}

/** Whether Node has to run it. */
export function isScript(server: string): boolean {
  return /\.[cm]?js$/.test(server);
}
