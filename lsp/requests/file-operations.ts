import type {
  FileOperationRegistrationOptions,
  FileRename,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { workspaceEditOf } from '../convert/workspace-edits.ts';
import { editsForMoves } from '../features/moves/moved-files.ts';
import type { Move } from '../features/moves/moves.ts';
import type { Folder } from '../folder.ts';
import type { Server } from '../server.ts';
import { attempted, type Feature, isOn } from './feature.ts';

const everything: FileOperationRegistrationOptions = {
  filters: [{ pattern: { glob: '**/*' } }],
};

/** Files and folders that people move in the editor: paths go on to lead to them. */
export const fileOperations: Feature = {
  capabilities: ({ workspace }) => {
    const { willRename, didCreate, didDelete, didRename } = workspace?.fileOperations ?? {};
    return {
      workspace: {
        fileOperations: {
          ...(willRename && { willRename: everything }),
          ...(didCreate && { didCreate: everything }),
          ...(didDelete && { didDelete: everything }),
          ...(didRename && { didRename: everything }),
        },
      },
    };
  },
  listen: (server) => {
    server.connection.workspace.onWillRenameFiles(({ files }) =>
      attempted(server, 'willRenameFiles', async () => editFor(server, files)),
    );
  },
};

/** The edits of all workspaces that files move within. */
function editFor({ client, folders }: Server, files: readonly FileRename[]): WorkspaceEdit | null {
  const edits = folders.all.flatMap((folder) => {
    const moves = isOn({ folder }, 'rename') ? movesIn(folder, files) : [];
    if (moves.length === 0) return [];
    const edits = editsForMoves(folder.texts, moves);
    return workspaceEditOf({ edits }, { folder, client }) ?? [];
  });
  const [only, ...others] = edits;
  if (only === undefined) return null;
  const documentChanges = edits.flatMap((edit) => edit.documentChanges ?? []);
  const changes = Object.assign({}, ...edits.map((edit) => edit.changes));
  if (others.length === 0) return only;
  return documentChanges.length > 0 ? { documentChanges } : { changes };
}

function movesIn(folder: Folder, files: readonly FileRename[]): Move[] {
  return files.flatMap(({ oldUri, newUri }) => {
    const from = folder.fileOf(oldUri);
    const to = folder.fileOf(newUri);
    return from && to ? [{ from, to }] : [];
  });
}
