import type {
  DocumentDiagnosticReport,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { unlessCancelled } from '../cancelling.ts';
import type { Publisher } from '../publisher.ts';
import type { Server } from '../server.ts';

/** Answers clients that ask for findings instead of waiting for them. */
export function listenForDiagnostics(server: Server, publisher: Publisher): void {
  const { diagnostics } = server.connection.languages;
  diagnostics.on(({ textDocument, previousResultId }): DocumentDiagnosticReport => {
    const target = server.folders.target(textDocument.uri);
    if (target === undefined) return { kind: 'full', items: [] };
    const { items, resultId } = publisher.current(target);
    if (previousResultId === resultId) return { kind: 'unchanged', resultId };
    return { kind: 'full', resultId, items: [...items] };
  });
  diagnostics.onWorkspace((params, token) =>
    unlessCancelled(token, (signal) => changesSince(params, signal, publisher)),
  );
}

/**
 * A client that knows something already is answered when there is something
 * that it does not know yet; one that knows nothing, once everything was looked at.
 */
async function changesSince(
  { previousResultIds }: WorkspaceDiagnosticParams,
  signal: AbortSignal,
  publisher: Publisher,
): Promise<WorkspaceDiagnosticReport> {
  const known = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
  const cancelled = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  for (;;) {
    const items = publisher.changedSince(known);
    const isAnswer = items.length > 0 || (known.size === 0 && publisher.hasLooked);
    if (isAnswer || signal.aborted) return { items };
    await Promise.race([publisher.nextChange(), cancelled]);
  }
}
