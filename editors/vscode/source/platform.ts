import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

/** What differs between an editor that can start programs and one that runs in a browser. */
export interface Platform {
  /** Schemes of the documents whose neighbours the server can read. */
  readonly schemes: () => readonly string[];
  /** A client that starts the server once it is started itself. */
  readonly createClient: (options: LanguageClientOptions) => BaseLanguageClient;
}
