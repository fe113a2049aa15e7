import type { Location } from 'vscode-languageserver';
import { placeIn } from '../convert/places.ts';
import { offsetAt } from '../convert/positions.ts';
import { namesOf } from '../features/meaning/workspace-names.ts';
import { referencesAt } from '../features/references.ts';
import { type Feature, onDocument } from './feature.ts';

export const references: Feature = {
  capabilities: () => ({ referencesProvider: true }),
  listen: (server) => {
    const { encoding } = server.client;
    server.connection.onReferences(
      onDocument(server, 'references', ({ folder, file }, { position, context }): Location[] => {
        const offset = offsetAt(folder.lined(file), position, encoding);
        return referencesAt(namesOf(folder.texts), file, offset)
          .filter(({ isDeclaration }) => context.includeDeclaration || !isDeclaration)
          .map((reference) => placeIn(folder, reference, encoding));
      }),
    );
  },
};
