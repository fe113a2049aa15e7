import {
  type AnnotatedTextEdit,
  type ChangeAnnotation,
  type CreateFile,
  type SnippetTextEdit,
  type TextDocumentEdit,
  TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Change, ChangedText } from '../features/change.ts';
import type { Folder } from '../folder.ts';
import type { Client } from '../server.ts';
import { rangeOf } from './positions.ts';

/** Where a change of files happens, and who makes it. */
export interface EditContext {
  readonly folder: Folder;
  readonly client: Client;
}

type ProtocolEdit = TextEdit | AnnotatedTextEdit | SnippetTextEdit;

/** A change as the editor can make it; `undefined` where it cannot make files that are not there. */
export function workspaceEditOf(
  change: Change,
  { folder, client }: EditContext,
): WorkspaceEdit | undefined {
  const can = client.capabilities.workspace?.workspaceEdit;
  const byFile = groupedByFile(change.edits);
  const isNew = (file: FilePath): boolean => folder.texts.contents.kind(file) === undefined;
  const created = [...byFile.keys()].filter(isNew);
  if (!can?.documentChanges) {
    if (created.length > 0) return undefined;
    const plain = [...byFile].map(([file, edits]) => {
      return [
        folder.uriOf(file),
        inOrder(edits).map((edit) => textEdit(edit, { folder, client })),
      ] as const;
    });
    return { changes: Object.fromEntries(plain) };
  }
  if (created.length > 0 && !can.resourceOperations?.includes('create')) return undefined;
  const changeAnnotations = canAsk(client) ? annotationsOf(change) : {};
  const creations = created.map((file): CreateFile => {
    return { kind: 'create', uri: folder.uriOf(file), options: { ignoreIfExists: true } };
  });
  const documents = [...byFile].map(([file, edits]): TextDocumentEdit => {
    const version = folder.document(file)?.version ?? null;
    const textDocument = { uri: folder.uriOf(file), version };
    return { textDocument, edits: protocolEdits(edits, { folder, client }) };
  });
  return {
    documentChanges: [...creations, ...documents],
    ...(Object.keys(changeAnnotations).length > 0 && { changeAnnotations }),
  };
}

/** Whether the editor can show why a person should look at an edit, and ask. */
export function canAsk({ capabilities }: Client): boolean {
  const { documentChanges, changeAnnotationSupport } = capabilities.workspace?.workspaceEdit ?? {};
  return documentChanges === true && changeAnnotationSupport !== undefined;
}

function groupedByFile(edits: readonly ChangedText[]): Map<FilePath, ChangedText[]> {
  const byFile = new Map<FilePath, ChangedText[]>();
  for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  return byFile;
}

/** What a person is asked before the change is made, by itself. */
function annotationsOf({ edits }: Change): Readonly<Record<string, ChangeAnnotation>> {
  const cautions = new Set(edits.flatMap(({ caution }) => caution ?? []));
  return Object.fromEntries(
    [...cautions].map((label) => [label, { label, needsConfirmation: true }]),
  );
}

function protocolEdits(edits: readonly ChangedText[], context: EditContext): ProtocolEdit[] {
  const canPlaceCursor = context.client.capabilities.workspace?.workspaceEdit?.snippetEditSupport;
  const [only] = edits;
  if (canPlaceCursor && only?.cursor !== undefined && edits.length === 1) {
    const { text, cursor } = only;
    const value = `${escaped(text.slice(0, cursor))}$0${escaped(text.slice(cursor))}`;
    const { range, newText } = textEdit({ ...only, text: value }, context);
    return [{ range, snippet: { kind: 'snippet', value: newText } }];
  }
  return inOrder(edits).map((edit) => {
    const plain = textEdit(edit, context);
    if (edit.caution === undefined || !canAsk(context.client)) return plain;
    return { ...plain, annotationId: edit.caution };
  });
}

function inOrder(edits: readonly ChangedText[]): ChangedText[] {
  return edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** An edit of one file, whose new lines end as the others do. */
function textEdit({ file, span, text }: ChangedText, { folder, client }: EditContext): TextEdit {
  const lined = folder.lined(file);
  const newText = lined.text.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;
  return TextEdit.replace(rangeOf(lined, span, client.encoding), newText);
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
