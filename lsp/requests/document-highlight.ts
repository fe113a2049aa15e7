import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver';
import { offsetAt, rangeOf } from '../convert/positions.ts';
import { highlightsAt } from '../features/highlights.ts';
import { namesOf } from '../features/meaning/workspace-names.ts';
import { type Feature, onDocument } from './feature.ts';

export const documentHighlight: Feature = {
  capabilities: () => ({ documentHighlightProvider: true }),
  listen: (server) => {
    const { encoding } = server.client;
    server.connection.onDocumentHighlight(
      onDocument(
        server,
        'documentHighlight',
        ({ folder, file }, { position }): DocumentHighlight[] | null => {
          const lined = folder.lined(file);
          const offset = offsetAt(lined, position, encoding);
          const found = highlightsAt(namesOf(folder.texts), file, offset);
          // Editors look for equal words themselves where there is no answer.
          if (found.length === 0) return null;
          return found.map(({ span, kind }) => ({
            range: rangeOf(lined, span, encoding),
            kind: kind === 'written' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
          }));
        },
      ),
    );
  },
};
