import type {
  ChangeAnnotation,
  ClientCapabilities,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';
import type { Folder } from '../folder.ts';
import { type Encoding, rangeOf } from './positions.ts';

/** One replacement of text in a file; people are asked about one with a warning. */
export interface FileEdit {
  readonly file: FilePath;
  readonly span: Span;
  readonly text: string;
  readonly warning?: string;
}

/** Whether the editor can show what may go wrong with an edit, and ask. */
export function canAsk({ workspace }: ClientCapabilities): boolean {
  const { documentChanges, changeAnnotationSupport } = workspace?.workspaceEdit ?? {};
  return documentChanges === true && changeAnnotationSupport !== undefined;
}

/** Edits of files as the protocol has them, in the way that the editor knows. */
export function workspaceEdit(
  folder: Folder,
  edits: readonly FileEdit[],
  client: { readonly capabilities: ClientCapabilities; readonly encoding: Encoding },
): WorkspaceEdit {
  const { capabilities, encoding } = client;
  const annotations = new Map<string, ChangeAnnotation>();
  const isAsked = canAsk(capabilities);
  const byFile = new Map<FilePath, TextEdit[]>();
  for (const { file, span, text, warning } of edits) {
    const edit = { range: rangeOf(folder.lined(file), span, encoding), newText: text };
    const known = byFile.get(file) ?? [];
    byFile.set(file, known);
    if (warning === undefined || !isAsked) known.push(edit);
    else {
      annotations.set(warning, { label: warning, needsConfirmation: true });
      known.push({ ...edit, annotationId: warning } as TextEdit);
    }
  }
  if (capabilities.workspace?.workspaceEdit?.documentChanges !== true)
    return {
      changes: Object.fromEntries([...byFile].map(([file, own]) => [folder.uriOf(file), own])),
    };
  const documentChanges = [...byFile].map(([file, own]): TextDocumentEdit => {
    const version = folder.document(file)?.version ?? null;
    return { textDocument: { uri: folder.uriOf(file), version }, edits: own };
  });
  if (annotations.size === 0) return { documentChanges };
  return { documentChanges, changeAnnotations: Object.fromEntries(annotations) };
}
