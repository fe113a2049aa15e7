import type {
  Location,
  Position,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { LineIndex } from '#parser/lines.ts';
import { type Editor, openEditor } from './editor.ts';
import { type Marked, type MarkedSpan, marked } from './marked.ts';

/** A marked source, open in an editor at its cursor. */
export interface Opened {
  readonly editor: Editor;
  readonly source: Marked;
  /** What requests about the cursor begin with. */
  readonly at: { readonly textDocument: { readonly uri: string }; readonly position: Position };
}

export async function openAtCursor(
  text: string,
  capabilities?: Parameters<typeof openEditor>[1],
): Promise<Opened> {
  const source = marked(text);
  const { file, offset } = source.cursor ?? { file: 'default.nix', offset: 0 };
  const editor = await openEditor(source.files, capabilities);
  editor.open(file);
  const { line, column } = new LineIndex(editor.text(file)).position(offset);
  const at = { textDocument: { uri: editor.uri(file) }, position: { line, character: column } };
  return { editor, source, at };
}

/** The spans that places of an answer are. */
export function spansOf({ editor, source }: Opened, places: readonly Location[]): MarkedSpan[] {
  return places.map(({ uri, range }) => {
    const file = [...source.files.keys()].find((name) => editor.uri(name) === uri) ?? uri;
    return { file, ...spanOf(source.files.get(file) ?? '', range) };
  });
}

export function spanOf(text: string, { start, end }: Range): { start: number; end: number } {
  const lines = new LineIndex(text);
  const offset = ({ line, character }: Position): number =>
    lines.offset({ line, column: character });
  return { start: offset(start), end: offset(end) };
}

/** A span with what a test writes around it. */
export interface Shown extends MarkedSpan {
  readonly marks?: readonly [string, string];
}

/** The texts with marks around spans, so that a difference can be read. */
export function withSpans(files: ReadonlyMap<string, string>, spans: readonly Shown[]): string {
  return [...files]
    .map(([file, text]) => {
      const inFile = spans.filter((span) => span.file === file);
      const insertions = inFile.flatMap(({ start, end, marks: [open, close] = ['⟦', '⟧'] }) => [
        { offset: start, text: open, isEnd: false },
        { offset: end, text: close, isEnd: true },
      ]);
      insertions.sort((a, b) => b.offset - a.offset || Number(a.isEnd) - Number(b.isEnd));
      let shown = text;
      for (const { offset, text: mark } of insertions)
        shown = shown.slice(0, offset) + mark + shown.slice(offset);
      return `-- ${file} --\n${shown}`;
    })
    .join('');
}

/** The texts after an edit of several files. */
export function edited(
  { editor, source }: Opened,
  { changes, documentChanges }: WorkspaceEdit,
): ReadonlyMap<string, string> {
  const texts = new Map(source.files);
  const edits = new Map(Object.entries(changes ?? {}));
  for (const change of documentChanges ?? []) {
    if ('textDocument' in change) edits.set(change.textDocument.uri, change.edits as TextEdit[]);
  }
  for (const [file, text] of source.files) {
    const spans = (edits.get(editor.uri(file)) ?? []).map(({ range, newText }) => {
      return { ...spanOf(text, range), newText };
    });
    let after = text;
    for (const { start, end, newText } of spans.toSorted(
      (a, b) => b.start - a.start || b.end - a.end,
    ))
      after = after.slice(0, start) + newText + after.slice(end);
    texts.set(file, after);
  }
  return texts;
}

/** Why the server does not do what it is asked for; the answer where it does. */
export async function refusal(
  { editor }: Opened,
  method: string,
  params: unknown,
): Promise<string> {
  try {
    return JSON.stringify(await editor.request(method, params));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
