import {
  LSPErrorCodes,
  type PrepareRenameResult,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { offsetAt, rangeOf } from '../convert/positions.ts';
import { canAsk, workspaceEditOf } from '../convert/workspace-edits.ts';
import { namesOf } from '../features/meaning/workspace-names.ts';
import { prepareRename, rename as renamed } from '../features/rename/rename.ts';
import type { Server, Target } from '../server.ts';
import { type Feature, onDocument } from './feature.ts';

export const rename: Feature = {
  capabilities: ({ textDocument }) => ({
    renameProvider: textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
  }),
  listen: (server) => {
    const { connection, client } = server;
    connection.onPrepareRename(
      onDocument(
        server,
        'rename',
        ({ folder, file }, { position }): PrepareRenameResult | ResponseError => {
          const lined = folder.lined(file);
          const offset = offsetAt(lined, position, client.encoding);
          const found = prepareRename(namesOf(folder.texts), file, offset);
          if ('refusal' in found) return refused(found.refusal);
          const range = rangeOf(lined, found.span, client.encoding);
          return { range, placeholder: found.text };
        },
      ),
    );
    connection.onRenameRequest(
      onDocument(server, 'rename', (target, { position, newName }) => {
        const offset = offsetAt(target.folder.lined(target.file), position, client.encoding);
        return editFor(server, target, { offset, newName });
      }),
    );
  },
};

function editFor(
  { client }: Server,
  { folder, file }: Target,
  { offset, newName }: { readonly offset: number; readonly newName: string },
): WorkspaceEdit | ResponseError {
  const found = renamed(namesOf(folder.texts), { file, offset }, newName);
  if ('refusal' in found) return refused(found.refusal);
  const { edits } = found;
  const conflict = edits.find(({ warning }) => warning?.kind === 'conflict')?.warning;
  if (conflict !== undefined && !canAsk(client)) return refused(conflict.text);
  const change = {
    edits: edits.map(({ warning, ...edit }) => ({
      ...edit,
      ...(warning && { caution: warning.text }),
    })),
  };
  return workspaceEditOf(change, { folder, client }) ?? { changes: {} };
}

/** A request that cannot be met, with the reason that people get to read. */
function refused(reason: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}
