import {
  LSPErrorCodes,
  type Position,
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
import { isGivenHere } from './known-places.ts';

export const rename: Feature = {
  capabilities: ({ textDocument }) => ({
    renameProvider: textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
  }),
  listen: (server) => {
    const { connection, client } = server;
    connection.onPrepareRename(
      onDocument(server, 'rename', (target, { position }) => prepared(server, target, position)),
    );
    connection.onRenameRequest(
      onDocument(server, 'rename', (target, { position, newName }) => {
        const offset = offsetAt(target.folder.lined(target.file), position, client.encoding);
        return editFor(server, target, { offset, newName });
      }),
    );
  },
};

/** What would be renamed: by facts where they know the name, else by texts. */
async function prepared(
  { client: { encoding } }: Server,
  target: Target,
  position: Position,
): Promise<PrepareRenameResult | ResponseError> {
  const { folder, file } = target;
  const lined = folder.lined(file);
  const offset = offsetAt(lined, position, encoding);
  const known = await knownRename(target, offset, undefined);
  if (known !== undefined && 'refusal' in known) return refused(known.refusal);
  if (known !== undefined) {
    const { span, name } = known;
    const inner = lined.text.slice(span.start, span.end).indexOf(name);
    const start = span.start + Math.max(0, inner);
    const end = inner < 0 ? span.end : start + name.length;
    return { range: rangeOf(lined, { start, end }, encoding), placeholder: name };
  }
  const found = prepareRename(namesOf(folder.texts), file, offset);
  if ('refusal' in found) return refused(found.refusal);
  return { range: rangeOf(lined, found.span, encoding), placeholder: found.text };
}

/** What facts rename at a place; names that a file gives itself are for texts alone. */
async function knownRename(
  { folder, file, signal }: Target,
  offset: number,
  to: string | undefined,
) {
  if (isGivenHere(folder, file, offset)) return undefined;
  return folder.engine.ask('rename', { file, offset, to }, signal);
}

async function editFor(
  { client }: Server,
  target: Target,
  { offset, newName }: { readonly offset: number; readonly newName: string },
): Promise<WorkspaceEdit | ResponseError> {
  const { folder, file } = target;
  const known = await knownRename(target, offset, newName);
  const found = known ?? renamed(namesOf(folder.texts), { file, offset }, newName);
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
