import type { Definition, DefinitionLink, Position } from 'vscode-languageserver';
import { placeIn } from '../convert/places.ts';
import { offsetAt, rangeOf } from '../convert/positions.ts';
import { definitionAt } from '../features/definition.ts';
import { namesOf } from '../features/meaning/workspace-names.ts';
import type { Server, Target } from '../server.ts';
import { type Feature, onDocument } from './feature.ts';

/** Definitions; declarations are the same in Nix. */
export const definition: Feature = {
  capabilities: () => ({ definitionProvider: true, declarationProvider: true }),
  listen: (server) => {
    const { connection, client } = server;
    const { definition, declaration } = client.capabilities.textDocument ?? {};
    connection.onDefinition(
      onDocument(server, 'definition', (target, { position }) =>
        definitionsIn(server, target, { position, hasLinks: definition?.linkSupport ?? false }),
      ),
    );
    connection.onDeclaration(
      onDocument(server, 'definition', (target, { position }) =>
        definitionsIn(server, target, { position, hasLinks: declaration?.linkSupport ?? false }),
      ),
    );
  },
};

function definitionsIn(
  { client }: Server,
  { folder, file }: Target,
  { position, hasLinks }: { readonly position: Position; readonly hasLinks: boolean },
): Definition | DefinitionLink[] | null {
  const { encoding } = client;
  const lined = folder.lined(file);
  const found = definitionAt(namesOf(folder.texts), file, offsetAt(lined, position, encoding));
  if (found === undefined) return null;
  const place = (at: { file: typeof file; span: typeof found.span }) =>
    placeIn(folder, at, encoding);
  if (!hasLinks) return found.goals.map(place);
  const originSelectionRange = rangeOf(lined, found.span, encoding);
  return found.goals.map((goal) => {
    const { uri, range } = place(goal);
    const targetRange = place({ file: goal.file, span: goal.whole }).range;
    return { originSelectionRange, targetUri: uri, targetRange, targetSelectionRange: range };
  });
}
