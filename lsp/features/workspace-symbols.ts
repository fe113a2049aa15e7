import type { Location } from '#analyzer/diagnostic.ts';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import { oncePer } from '#analyzer/once-per.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { factIndexOf } from './meaning/facts/fact-index.ts';
import { briefsOf } from './meaning/facts/option-briefs.ts';
import { optionPlaces } from './meaning/facts/option-places.ts';
import type { Thing, ThingKind } from './meaning/facts/thing.ts';

/** Something of a workspace that people may look for by its name. */
export interface WorkspaceSymbol extends Location {
  readonly name: string;
  readonly kind: Exclude<ThingKind, 'recipient' | 'secret-file'> | 'option' | 'package';
  /** What it is, in words. */
  readonly about: string;
}

/** More are not told at once; people then say more of the name. */
const mostSymbols = 256;

/** What has a name that a query is a part of, letter by letter, the closest first. */
export function workspaceSymbols(
  snapshot: Snapshot,
  { query }: { readonly query: string },
): readonly WorkspaceSymbol[] {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  return symbolsOf(snapshot)
    .flatMap((symbol) => {
      const distance = distanceOf(symbol.name.toLowerCase(), wanted);
      return distance === undefined ? [] : [{ symbol, distance }];
    })
    .toSorted((a, b) => a.distance - b.distance || a.symbol.name.length - b.symbol.name.length)
    .slice(0, mostSymbols)
    .map(({ symbol }) => symbol);
}

/** How far the letters of a query lie apart in a name; `undefined` where they are not all there in their order. */
function distanceOf(name: string, query: string): number | undefined {
  const whole = name.indexOf(query);
  if (whole >= 0) return whole === 0 ? 0 : 1;
  let at = -1;
  let gaps = 2;
  for (const letter of query) {
    const next = name.indexOf(letter, at + 1);
    if (next < 0) return undefined;
    gaps += at < 0 ? 0 : next - at - 1;
    at = next;
  }
  return gaps;
}

const symbolsOf = oncePer((snapshot: Snapshot): readonly WorkspaceSymbol[] => [
  ...thingSymbols(snapshot),
  ...moduleSymbols(snapshot),
  ...optionSymbols(snapshot),
]);

function thingSymbols(snapshot: Snapshot): WorkspaceSymbol[] {
  const index = factIndexOf(snapshot.facts());
  const packages = new Set(
    snapshot
      .facts()
      .table('output')
      .rows.flatMap(({ path, type }) => (type === 'package' ? path : [])),
  );
  return index.things().flatMap((thing): WorkspaceSymbol[] => {
    const { kind, name } = thing;
    if (kind === 'recipient' || kind === 'secret-file' || kind === 'module') return [];
    const own = index.of(thing).find(({ role }) => role === 'declaration');
    if (own === undefined) return [];
    const { file, span } = own;
    const isPackage = kind === 'output' && packages.has(name);
    return [{ name, kind: isPackage ? 'package' : kind, about: aboutOf(thing), file, span }];
  });
}

function aboutOf({ kind, of }: Thing): string {
  return of === '' || of === 'flake.nix' ? kind : `${kind} of ${of}`;
}

function moduleSymbols(snapshot: Snapshot): WorkspaceSymbol[] {
  return snapshot
    .facts()
    .table('module')
    .rows.flatMap(({ file, kind, classes }): WorkspaceSymbol[] => {
      if (kind !== 'module') return [];
      const about = `module for ${classes.join(', ')}`;
      return [{ name: file, kind, about, file: filePath(file), span: { start: 0, end: 0 } }];
    });
}

/** Options that the repository declares, where they are named. */
function optionSymbols(snapshot: Snapshot): WorkspaceSymbol[] {
  const files = new Set(
    briefsOf(snapshot).flatMap(({ views }) =>
      views.flatMap(({ options }) =>
        [...options.values()].flatMap(({ declarations }) =>
          declarations.flatMap(({ at }) => at?.file ?? []),
        ),
      ),
    ),
  );
  return [...files].flatMap((path) =>
    optionPlaces(snapshot, path).flatMap(({ kind, isLast, name, file, span }): WorkspaceSymbol[] =>
      kind === 'declaration' && isLast
        ? [{ name, kind: 'option', about: 'option', file, span }]
        : [],
    ),
  );
}
