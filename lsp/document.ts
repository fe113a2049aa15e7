import type { TextDocumentContentChangeEvent, TextDocumentItem } from 'vscode-languageserver';
import { LineIndex } from '#parser/lines.ts';
import type { Span } from '#parser/span.ts';
import { type Encoding, type Lined, spanOf } from './convert/positions.ts';

/** A text as it is in the editor at one version. */
export interface Document extends Lined {
  readonly uri: string;
  readonly version: number;
}

export function openDocument({ uri, version, text }: TextDocumentItem): Document {
  return { uri, version, text, lines: new LineIndex(text) };
}

/** One replacement in a text. */
export interface Replacement {
  readonly span: Span;
  readonly text: string;
}

/** The document after changes, and what was replaced in which order; each is about the text that those before it left. */
export function changeDocument(
  document: Document,
  version: number,
  changes: {
    readonly events: readonly TextDocumentContentChangeEvent[];
    readonly encoding: Encoding;
  },
): { readonly document: Document; readonly replaced: readonly Replacement[] } {
  let lined: Lined = document;
  const replaced: Replacement[] = [];
  for (const event of changes.events) {
    const span =
      'range' in event
        ? spanOf(lined, event.range, changes.encoding)
        : { start: 0, end: lined.text.length };
    replaced.push({ span, text: event.text });
    const text = lined.text.slice(0, span.start) + event.text + lined.text.slice(span.end);
    lined = { text, lines: new LineIndex(text) };
  }
  return { document: { uri: document.uri, version, ...lined }, replaced };
}
