import type {
  CodeAction,
  CodeActionContext,
  InitializeParams,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { rangeOf } from '#lsp/convert/positions.ts';
import { LineIndex } from '#parser/lines.ts';
import type { Editor } from './editor.ts';
import type { Marked } from './marked.ts';

/** What an editor of today can do. */
export const ableEditor: InitializeParams['capabilities'] = {
  workspace: {
    workspaceFolders: true,
    configuration: true,
    applyEdit: true,
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create'],
      changeAnnotationSupport: {},
      snippetEditSupport: true,
    },
  },
  window: { showDocument: { support: true } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
  },
};

/** The actions at the cursor of a marked text, as they are once they are chosen. */
export async function actionsIn(
  editor: Editor,
  source: Marked,
  context: Partial<CodeActionContext> = {},
): Promise<readonly CodeAction[]> {
  const actions = await listedIn(editor, source, context);
  return Promise.all(
    actions.map((action) =>
      action.data === undefined || action.kind?.startsWith('source.')
        ? action
        : editor.request<CodeAction>('codeAction/resolve', action),
    ),
  );
}

/** The actions at the cursor of a marked text as they are listed. */
export async function listedIn(
  editor: Editor,
  { files, cursor }: Marked,
  context: Partial<CodeActionContext> = {},
): Promise<readonly CodeAction[]> {
  const { file, offset } = cursor ?? { file: 'default.nix', offset: 0 };
  const text = files.get(file) ?? '';
  const lined = { text, lines: new LineIndex(text) };
  const actions = await editor.request<CodeAction[] | null>('textDocument/codeAction', {
    textDocument: { uri: editor.uri(file) },
    range: rangeOf(lined, { start: offset, end: offset }, 'utf-16'),
    context: { diagnostics: [], ...context },
  });
  return actions ?? [];
}

/** What `source.fixAll.flakewise` changes in a file. */
export async function fixAllIn(editor: Editor, file: string): Promise<WorkspaceEdit> {
  const none = { line: 0, character: 0 };
  const actions = await editor.request<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: editor.uri(file) },
    range: { start: none, end: none },
    context: { diagnostics: [], only: ['source.fixAll'] },
  });
  const [action] = actions;
  if (actions.length !== 1 || action === undefined) throw new Error('not one action');
  const resolved = await editor.request<CodeAction>('codeAction/resolve', action);
  if (resolved.edit === undefined) throw new Error('it changes nothing, and does not say so');
  return resolved.edit;
}
