import type { FoldingRange } from 'vscode-languageserver';
import { foldsOf } from '../features/folds.ts';
import { type Feature, onDocument } from './feature.ts';

export const foldingRange: Feature = {
  capabilities: () => ({ foldingRangeProvider: true }),
  listen: (server) => {
    server.connection.onFoldingRanges(
      onDocument(server, 'foldingRange', ({ folder, file }): FoldingRange[] | null => {
        const analysis = folder.analysis(file);
        if (analysis === undefined) return null;
        return foldsOf(analysis).map(({ first, last, kind }) => {
          return { startLine: first, endLine: last, ...(kind && { kind }) };
        });
      }),
    );
  },
};
