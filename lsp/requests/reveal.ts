import { Command } from 'vscode-languageserver';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { positionOf } from '../convert/positions.ts';
import type { Change } from '../features/change.ts';
import type { Folder } from '../folder.ts';
import { answered, type Server } from '../server.ts';

/**
 * The command that leads a person to where a change of another file wants them
 * to go on writing, for editors that can go there.
 */
export function revealing(
  { edits }: Change,
  from: FilePath,
  { server, folder }: { readonly server: Server; readonly folder: Folder },
): Command | undefined {
  const [edit] = edits;
  if (edit?.cursor === undefined || edit.file === from) return undefined;
  if (!server.client.capabilities.window?.showDocument?.support) return undefined;
  const written = edit.text.slice(0, edit.cursor).split('\n');
  const start = positionOf(folder.lined(edit.file), edit.span.start, server.client.encoding);
  const last = written.at(-1) ?? '';
  const line = start.line + written.length - 1;
  const character = written.length === 1 ? start.character + last.length : last.length;
  const title = 'write the reason';
  return Command.create(title, 'flakewise.showPlace', folder.uriOf(edit.file), line, character);
}

/** Shows a place that such a command names. */
export async function showPlace({ connection }: Server, given: readonly unknown[]): Promise<null> {
  const [uri, line, character] = given;
  if (typeof uri !== 'string' || typeof line !== 'number' || typeof character !== 'number')
    return null;
  const position = { line, character };
  const selection = { start: position, end: position };
  await answered(connection, connection.window.showDocument({ uri, takeFocus: true, selection }));
  return null;
}
