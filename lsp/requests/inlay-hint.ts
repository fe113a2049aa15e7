import { type InlayHint, InlayHintKind } from 'vscode-languageserver';
import { placeIn } from '../convert/places.ts';
import { spanOf } from '../convert/positions.ts';
import { type Feature, onDocument } from './feature.ts';

/** The values that options have in the end; people have to turn it on. */
export const inlayHint: Feature = {
  capabilities: () => ({ inlayHintProvider: true }),
  listen: (server) => {
    const { encoding } = server.client;
    server.connection.languages.inlayHint.on(
      onDocument(server, 'inlayHint', async ({ folder, file, signal }, { range }) => {
        if (!file.endsWith('.nix')) return null;
        const span = spanOf(folder.lined(file), range, encoding);
        const hints = (await folder.engine.ask('hints', { file, span }, signal)) ?? [];
        return hints.map(({ offset, text }): InlayHint => {
          const at = { file, span: { start: offset, end: offset } };
          return {
            position: placeIn(folder, at, encoding).range.start,
            label: text,
            kind: InlayHintKind.Type,
            paddingLeft: true,
          };
        });
      }),
    );
  },
};
