import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import { directoryOf, filePath } from '#analyzer/evaluate/path-value.ts';
import { largestFile } from '#analyzer/file-content.ts';
import type { Site } from '#analyzer/site.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { factIndexOf, type PlacedMention } from './fact-index.ts';
import type { Meaning, MeantOption } from './meaning.ts';
import { hostOptions } from './option-briefs.ts';
import { placesNaming } from './option-places.ts';
import { usesOfAddress } from './resource-uses.ts';
import { nameOfDeclaration } from './submodule-options.ts';
import type { Role, Thing } from './thing.ts';
import { pathsOfThing } from './thing-paths.ts';

/** A place that speaks of what a cursor means. */
export interface MeantPlace extends Location {
  readonly role: Role;
}

/** Every place that speaks of what is meant, some perhaps twice. */
export function placesOf(snapshot: Snapshot, meaning: Meaning): readonly MeantPlace[] {
  const { thing, option, further, hosts } = meaning;
  if (thing) return thingPlaces(snapshot, thing, hosts);
  const options = option ? [option, ...further] : further;
  return options.flatMap((each) => optionPlacesOf(snapshot, each));
}

/** Where a thing is declared, kept and used, on the machines that are asked about. */
export function thingPlaces(
  snapshot: Snapshot,
  thing: Thing,
  hosts: readonly string[] | undefined,
): readonly MeantPlace[] {
  const facts = snapshot.facts();
  const mentions = factIndexOf(facts)
    .of(thing)
    .filter((mention) => isAbout(mention, hosts));
  const paths = pathsOfThing(facts, thing);
  const named = paths.flatMap((path) => {
    return nixFiles(snapshot).flatMap((file) => placesNaming(snapshot, file, path));
  });
  return distinctPlaces([
    ...mentions,
    ...fileOf(snapshot, thing),
    ...resourcePlaces(snapshot, thing),
    ...named.map(({ file, span, kind }): MeantPlace => {
      return { file, span, role: kind === 'use' ? 'use' : 'definition' };
    }),
  ]);
}

function isAbout({ hosts: own }: PlacedMention, hosts: readonly string[] | undefined): boolean {
  return own === undefined || hosts === undefined || own.some((host) => hosts.includes(host));
}

/** Where the files beside a resource of OpenTofu take something of it. */
function resourcePlaces(snapshot: Snapshot, thing: Thing): readonly MeantPlace[] {
  if (thing.kind !== 'resource') return [];
  const [declared] = factIndexOf(snapshot.facts()).of(thing);
  if (declared === undefined) return [];
  const address = thing.name.replace(/^(module\.[^.]+\.)+/, '');
  const uses = usesOfAddress(snapshot, directoryOf(declared.file), address);
  return uses.map((place) => ({ ...place, role: 'use' }));
}

/** The file that a thing is, or that a machine begins with. */
function fileOf(snapshot: Snapshot, { kind, name }: Thing): readonly MeantPlace[] {
  const span = { start: 0, end: 0 };
  if (kind === 'module' || kind === 'secret-file')
    return [{ file: filePath(name), span, role: 'declaration' }];
  if (kind !== 'host') return [];
  const row = snapshot
    .facts()
    .table('host')
    .rows.find((host) => host.name === name);
  return row?.entry === undefined ? [] : [{ file: filePath(row.entry), span, role: 'definition' }];
}

/** Where an option is declared, defined and read, by machines and by texts; both may say the same. */
export function optionPlacesOf(
  snapshot: Snapshot,
  { name, path, views }: Pick<MeantOption, 'name' | 'path' | 'views'>,
): readonly MeantPlace[] {
  const briefs = hostOptions(snapshot, name, views).map(({ brief }) => brief);
  const at = (site: Site | undefined, role: Role): readonly MeantPlace[] =>
    site ? [{ ...snapshot.facts().locate(site), role }] : [];
  const declaredAt = (site: Site | undefined): readonly MeantPlace[] => {
    const own = site && nameOfDeclaration(snapshot, site, path.at(-1) ?? '');
    if (own) return [{ ...own, role: 'declaration' }];
    // Where the name is written elsewhere, this is only the function that makes a declaration of it.
    return declared.size > 0 ? [] : at(site, 'declaration');
  };
  const written = nixFiles(snapshot).flatMap((file) =>
    placesNaming(snapshot, file, path).filter((place) => meets(place.views, views)),
  );
  const declared = new Set(
    written.filter(({ kind }) => kind === 'declaration').map(({ file }) => file),
  );
  return [
    ...written.flatMap(({ kind, file, span }) =>
      kind === 'declaration' ? [{ file, span, role: kind }] : [],
    ),
    ...briefs.flatMap(({ declarations }) =>
      declarations.flatMap((each) =>
        each.at && declared.has(each.at.file) ? [] : declaredAt(each.at),
      ),
    ),
    ...briefs.flatMap(({ definitions }) =>
      definitions.flatMap((definition) => at(definition.at, 'definition')),
    ),
    ...written.flatMap(({ kind, file, span }) =>
      kind === 'declaration' ? [] : [{ file, span, role: kind }],
    ),
  ];
}

function meets<Item>(a: ReadonlySet<Item>, b: ReadonlySet<Item>): boolean {
  if (a === b) return true;
  for (const item of a) if (b.has(item)) return true;
  return false;
}

function nixFiles({ files }: Snapshot): readonly FilePath[] {
  return files.filter((file) => file.endsWith('.nix'));
}

const order: Readonly<Record<Role, number>> = { declaration: 0, definition: 1, use: 2 };

/** Places each once, declarations first. */
export function distinctPlaces(places: readonly MeantPlace[]): readonly MeantPlace[] {
  const seen = new Map<FilePath, Set<number>>();
  return places
    .toSorted((a, b) => order[a.role] - order[b.role])
    .filter(({ file, span: { start, end } }) => {
      const spans = seen.get(file) ?? new Set();
      seen.set(file, spans);
      // No file that is read is longer.
      const span = start * (largestFile + 1) + end;
      if (spans.has(span)) return false;
      spans.add(span);
      return true;
    })
    .map(({ file, span, role }) => ({ file, span, role }));
}
