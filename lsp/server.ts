import type { ClientCapabilities, Connection, InitializeParams } from 'vscode-languageserver';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Encoding } from './convert/positions.ts';
import type { Folder } from './folder.ts';
import type { Folders } from './folders.ts';
import type { Outside } from './outside.ts';

/** What every request is answered with. */
export interface Server {
  readonly connection: Connection;
  readonly outside: Outside;
  readonly client: Client;
  readonly folders: Folders;
  /** Asks the editor to ask again for what it shows of facts. */
  readonly refresh: () => void;
  /** Reads everything of a folder anew, and looks at it. */
  readonly reload: (folder: Folder) => void;
  /** Looks at a file now if that waits for a better moment. */
  readonly lookNow: (target: Target) => void;
}

/** What is known of the editor. */
export interface Client {
  readonly capabilities: ClientCapabilities;
  readonly encoding: Encoding;
  /** `push` sends findings as they come; `pull` waits until they are asked for. */
  readonly diagnostics: 'push' | 'pull';
  /** A pattern for the pages of rules, with `{rule}` in it; `undefined` leaves them to the shell. */
  readonly rulePages: string | undefined;
  /** Whether it shows the page of a rule itself when `flakewise.explainRule` answers with it. */
  readonly showsRules: boolean;
  /** Settings of editors that cannot be asked for them. */
  readonly options: unknown;
}

/** What an editor says of itself. */
export function clientOf({ capabilities, initializationOptions }: InitializeParams): Client {
  const options: Readonly<Record<string, unknown>> = { ...initializationOptions };
  const { rulePages, diagnostics, showsRules } = options;
  const encodings = capabilities.general?.positionEncodings ?? [];
  const canHear = capabilities.textDocument?.publishDiagnostics !== undefined;
  const canAsk = capabilities.textDocument?.diagnostic !== undefined;
  return {
    capabilities,
    encoding: encodings.find((name) => name === 'utf-8' || name === 'utf-16') ?? 'utf-16',
    diagnostics: canAsk && (diagnostics === 'pull' || !canHear) ? 'pull' : 'push',
    rulePages: typeof rulePages === 'string' ? rulePages : undefined,
    showsRules: showsRules === true,
    options,
  };
}

/** A file of a folder that a request is about. */
export interface Target {
  readonly folder: Folder;
  readonly file: FilePath;
  /** Says when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/** Does something that no request waits for; a failure is a line in the log and takes nothing down. */
export function guarded({ connection }: Pick<Server, 'connection'>, task: () => void): void {
  try {
    task();
  } catch (error) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`this is a bug in flakewise: ${trace}`);
  }
}

/** What an editor answers, or `undefined` with a line in the log when it refuses. */
export function answered<Answer>(
  { console }: Connection,
  request: Promise<Answer>,
): Promise<Answer | undefined> {
  return request.catch((error: unknown) => {
    console.info(`the editor refused: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
}

/** Where the page of a rule is; conventions of a workspace have none. */
export function rulePage({ client, outside }: Server, rule: string): string | undefined {
  if (client.rulePages === undefined) return outside.rulePage(rule);
  return client.rulePages.replace('{rule}', rule);
}
