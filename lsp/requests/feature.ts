import type {
  CancellationToken,
  ClientCapabilities,
  ServerCapabilities,
} from 'vscode-languageserver';
import { unlessCancelled } from '../cancelling.ts';
import type { FeatureName } from '../editor-settings.ts';
import type { Server, Target } from '../server.ts';

/** One capability of the server: what it says of itself, and how it answers. */
export interface Feature {
  readonly capabilities: (client: ClientCapabilities) => ServerCapabilities;
  readonly listen: (server: Server) => void;
  /** Called whenever folders or their settings have changed. */
  readonly configure?: (server: Server) => Promise<void>;
}

interface AboutDocument {
  readonly textDocument: { readonly uri: string };
}

/**
 * A handler of a request about a document. It waits until folders are open, for
 * editors do not ask twice. It answers `null` for documents that
 * are in no folder, where people have switched the feature off, and when it
 * fails, which is logged: no request takes the server down. What the editor no
 * longer wants ends at once.
 */
export function onDocument<Params extends AboutDocument, Result>(
  server: Server,
  name: FeatureName,
  handle: (target: Target, params: Params) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result | null> {
  return (params, token) =>
    unlessCancelled(token, async (signal) => {
      await server.folders.ready();
      const target = server.folders.target(params.textDocument.uri);
      if (target === undefined || !isOn(target, name) || signal.aborted) return null;
      target.folder.use();
      return attempted(server, name, async () => handle({ ...target, signal }, params));
    });
}

/** Whether people want the feature in the folder. */
export function isOn({ folder }: Pick<Target, 'folder'>, name: FeatureName): boolean {
  return folder.settings.enable && folder.settings.features[name];
}

/** The result of a task, or `null` with a line in the log when it fails. */
export async function attempted<Result>(
  { connection }: Server,
  name: string,
  task: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await task();
  } catch (error) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`${name} failed, which is a bug in flakewise: ${trace}`);
    return null;
  }
}
