import type { SnippetTextEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { spanOf } from '#lsp/convert/positions.ts';
import { LineIndex } from '#parser/lines.ts';

/**
 * Texts after an edit of an editor, by path. A place where the person goes on
 * writing is shown as `‸`.
 */
export function appliedTo(
  texts: ReadonlyMap<string, string>,
  { changes = {}, documentChanges = [] }: WorkspaceEdit,
): Map<string, string> {
  const after = new Map(texts);
  const edit = (uri: string, edits: readonly (TextEdit | SnippetTextEdit)[]): void => {
    const file = uri.replace('file:///fleet/', '');
    const text = after.get(file);
    if (text === undefined) throw new Error(`${file} is not there`);
    after.set(file, edited(text, edits));
  };
  for (const [uri, edits] of Object.entries(changes)) edit(uri, edits);
  for (const change of documentChanges) {
    if ('edits' in change) edit(change.textDocument.uri, change.edits);
    else if (change.kind === 'create') after.set(change.uri.replace('file:///fleet/', ''), '');
  }
  return after;
}

function edited(text: string, edits: readonly (TextEdit | SnippetTextEdit)[]): string {
  const lined = { text, lines: new LineIndex(text) };
  let result = '';
  let position = 0;
  const spans = edits.map((edit) => ({ edit, span: spanOf(lined, edit.range, 'utf-16') }));
  for (const { edit, span } of spans.toSorted((a, b) => a.span.start - b.span.start)) {
    if (span.start < position) throw new Error('edits overlap');
    result += text.slice(position, span.start) + newText(edit);
    position = span.end;
  }
  return result + text.slice(position);
}

function newText(edit: TextEdit | SnippetTextEdit): string {
  if ('newText' in edit) return edit.newText;
  return edit.snippet.value.replace(/(?<!\\)\$0/, '‸').replace(/\\([\\$}])/g, '$1');
}
