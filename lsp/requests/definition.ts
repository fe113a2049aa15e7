import type { Definition, DefinitionLink, Position } from 'vscode-languageserver';
import type { Location } from '#analyzer/diagnostic.ts';
import { placeIn } from '../convert/places.ts';
import { offsetAt, rangeOf } from '../convert/positions.ts';
import { definitionAt } from '../features/definition.ts';
import type { Cursor } from '../features/meaning/facts/meaning.ts';
import type { Role } from '../features/meaning/facts/thing.ts';
import { namesOf } from '../features/meaning/workspace-names.ts';
import { answeredSoon } from '../patience.ts';
import type { Server, Target } from '../server.ts';
import { type Feature, onDocument } from './feature.ts';
import { joinedPlaces, knownPlaces } from './known-places.ts';

/**
 * Definitions by texts and by facts, which are not waited for long where texts lead
 * anywhere; of what is no option, declarations are the same.
 */
export const definition: Feature = {
  capabilities: () => ({ definitionProvider: true, declarationProvider: true }),
  listen: (server) => {
    const { connection, client } = server;
    const { definition, declaration } = client.capabilities.textDocument ?? {};
    connection.onDefinition(
      onDocument(server, 'definition', (target, { position }) => {
        const hasLinks = definition?.linkSupport ?? false;
        return definitionsIn(server, target, { position, hasLinks, roles: goalRoles });
      }),
    );
    connection.onDeclaration(
      onDocument(server, 'definition', (target, { position }) => {
        const hasLinks = declaration?.linkSupport ?? false;
        return definitionsIn(server, target, { position, hasLinks, roles: declarationRoles });
      }),
    );
  },
};

const goalRoles: readonly Role[] = ['declaration', 'definition'];
const declarationRoles: readonly Role[] = ['declaration'];

interface Asked {
  readonly position: Position;
  readonly hasLinks: boolean;
  readonly roles: readonly Role[];
}

async function definitionsIn(
  { client }: Server,
  target: Target,
  { position, hasLinks, roles }: Asked,
): Promise<Definition | DefinitionLink[] | null> {
  const { encoding } = client;
  const { folder, file } = target;
  const lined = folder.lined(file);
  const offset = offsetAt(lined, position, encoding);
  const own = definitionAt(namesOf(folder.texts), file, offset);
  const facts = knownPlaces(target, offset, roles);
  const isKnown = own?.goals.some((goal) => leadsOn(goal, { file, offset })) ?? false;
  const places = isKnown ? await answeredSoon(facts) : await facts;
  const known = places ?? [];
  const elsewhere = known.filter((place) => leadsOn(place, { file, offset }));
  const written = (own?.goals ?? []).filter(
    (goal) => elsewhere.length === 0 || leadsOn(goal, { file, offset }),
  );
  const isAlone = own === undefined && elsewhere.length === 0;
  const goals = joinedPlaces(written, isAlone ? known : elsewhere);
  if (goals.length === 0) return null;
  const place = (at: Location) => placeIn(folder, at, encoding);
  if (!hasLinks || own === undefined) return goals.map(place);
  const originSelectionRange = rangeOf(lined, own.span, encoding);
  return goals.map((goal) => {
    const { uri, range } = place(goal);
    const span = 'whole' in goal ? goal.whole : goal.span;
    const targetRange = place({ file: goal.file, span }).range;
    return { originSelectionRange, targetUri: uri, targetRange, targetSelectionRange: range };
  });
}

/** Where anything else is known, nobody is led to the place itself or to a file as a whole. */
function leadsOn({ file, span }: Location, cursor: Cursor): boolean {
  const isThere = file === cursor.file && span.start <= cursor.offset && cursor.offset <= span.end;
  return !isThere && span.end > span.start;
}
