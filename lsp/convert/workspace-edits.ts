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
      return [folder.uriOf(file), textEdits(edits, { folder, client })] as const;
    });
    return { changes: Object.fromEntries(plain) };
  }
  if (created.length > 0 && !can.resourceOperations?.includes('create')) return undefined;
  const annotation = can.changeAnnotationSupport ? annotationOf(change) : undefined;
  const creations = created.map((file): CreateFile => {
    return { kind: 'create', uri: folder.uriOf(file), options: { ignoreIfExists: true } };
  });
  const documents = [...byFile].map(([file, edits]): TextDocumentEdit => {
    const version = folder.document(file)?.version ?? null;
    const textDocument = { uri: folder.uriOf(file), version };
    return { textDocument, edits: protocolEdits(edits, { folder, client }, annotation) };
  });
  return {
    documentChanges: [...creations, ...documents],
    ...(annotation && { changeAnnotations: { [annotationId]: annotation } }),
  };
}

const annotationId = 'confirm';

function groupedByFile(edits: readonly ChangedText[]): Map<FilePath, ChangedText[]> {
  const byFile = new Map<FilePath, ChangedText[]>();
  for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  return byFile;
}

/** What a person is asked before the change is made. */
function annotationOf({ caution }: Change): ChangeAnnotation | undefined {
  return caution === undefined ? undefined : { label: caution, needsConfirmation: true };
}

function protocolEdits(
  edits: readonly ChangedText[],
  context: EditContext,
  annotation: ChangeAnnotation | undefined,
): ProtocolEdit[] {
  const canPlaceCursor = context.client.capabilities.workspace?.workspaceEdit?.snippetEditSupport;
  const [only] = edits;
  if (canPlaceCursor && only?.cursor !== undefined && edits.length === 1) {
    const { text, cursor } = only;
    const value = `${escaped(text.slice(0, cursor))}$0${escaped(text.slice(cursor))}`;
    const { range, newText } = textEdit({ ...only, text: value }, context);
    return [{ range, snippet: { kind: 'snippet', value: newText } }];
  }
  const plain = textEdits(edits, context);
  return annotation ? plain.map((edit) => ({ ...edit, annotationId })) : plain;
}

function textEdits(edits: readonly ChangedText[], context: EditContext): TextEdit[] {
  return edits
    .toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
    .map((edit) => textEdit(edit, context));
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
