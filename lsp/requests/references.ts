import type { Location, ReferenceParams } from 'vscode-languageserver';
import { placeIn } from '../convert/places.ts';
import { offsetAt } from '../convert/positions.ts';
import type { Role } from '../features/meaning/facts/thing.ts';
import { namesOf } from '../features/meaning/workspace-names.ts';
import { referencesAt } from '../features/references.ts';
import type { Server, Target } from '../server.ts';
import { type Feature, onDocument } from './feature.ts';
import { joinedPlaces, knownPlaces } from './known-places.ts';

/** References by texts and by facts: of names, paths, options, secrets, accounts, inputs and outputs. */
export const references: Feature = {
  capabilities: () => ({ referencesProvider: true }),
  listen: (server) => {
    server.connection.onReferences(
      onDocument(server, 'references', (target, params: ReferenceParams) =>
        referencesOf(server, target, params),
      ),
    );
  },
};

const others: readonly Role[] = ['definition', 'use'];
const all: readonly Role[] = ['declaration', ...others];

async function referencesOf(
  { client: { encoding } }: Server,
  target: Target,
  { position, context: { includeDeclaration } }: ReferenceParams,
): Promise<Location[]> {
  const { folder, file } = target;
  const offset = offsetAt(folder.lined(file), position, encoding);
  const known = (await knownPlaces(target, offset, includeDeclaration ? all : others))
    .filter(({ span }) => span.end > span.start)
    .map(({ role, ...place }) => ({ ...place, isDeclaration: role === 'declaration' }));
  const own = referencesAt(namesOf(folder.texts), file, offset);
  return joinedPlaces(own, known)
    .filter(({ isDeclaration }) => includeDeclaration || !isDeclaration)
    .map((reference) => placeIn(folder, reference, encoding));
}
