import type { SelectionRange } from 'vscode-languageserver';
import { offsetAt, rangeOf } from '../convert/positions.ts';
import { selectionsAt } from '../features/selections.ts';
import { type Feature, onDocument } from './feature.ts';

export const selectionRange: Feature = {
  capabilities: () => ({ selectionRangeProvider: true }),
  listen: (server) => {
    const { encoding } = server.client;
    server.connection.onSelectionRanges(
      onDocument(server, 'selectionRange', ({ folder, file }, { positions }) => {
        const analysis = folder.analysis(file);
        const lined = folder.lined(file);
        if (analysis === undefined) return null;
        return positions.map((position): SelectionRange => {
          const [first, ...rest] = selectionsAt(analysis, offsetAt(lined, position, encoding))
            .map((span) => ({ range: rangeOf(lined, span, encoding) }))
            .reverse();
          const whole: SelectionRange = first ?? { range: { start: position, end: position } };
          return rest.reduce((parent: SelectionRange, { range }) => ({ range, parent }), whole);
        });
      }),
    );
  },
};
