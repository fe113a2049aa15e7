import type { WorkspaceEdit } from 'vscode-languageserver';
import { lineEdits } from '#linter/line-edits.ts';
import { workspaceEditOf } from '../convert/workspace-edits.ts';
import type { FixingAsked } from '../features/fixing.ts';
import type { Server, Target } from '../server.ts';

/**
 * What `check --fix` would change, as the engine finds out; without edits where
 * there is nothing to change, or where a text has changed in the meantime.
 */
export async function fixAllEdit(
  { client }: Server,
  { folder, signal }: Pick<Target, 'folder' | 'signal'>,
  asked: FixingAsked,
): Promise<WorkspaceEdit> {
  const fixed = (await folder.engine.ask('fixing', asked, signal)) ?? [];
  const isCurrent = fixed.every(({ file, before }) => folder.texts.text(file) === before);
  const edits = fixed.flatMap(({ file, before, after }) => {
    return lineEdits(before, after).map((edit) => ({ file, ...edit }));
  });
  const change = { edits: isCurrent ? edits : [] };
  return workspaceEditOf(change, { folder, client }) ?? { changes: {} };
}

/** Whether an edit changes nothing. */
export function isEmpty({ changes = {}, documentChanges = [] }: WorkspaceEdit): boolean {
  return documentChanges.length === 0 && Object.keys(changes).length === 0;
}
