import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { literalPaths } from '#analyzer/syntax/import-graph.ts';
import type { Span } from '#parser/span.ts';
import { resourceThing } from './cloud-mentions.ts';
import { factIndexOf, type PlacedMention } from './fact-index.ts';
import { thingOfFile } from './flake-mentions.ts';
import { furtherOptions } from './further-options.ts';
import { definedAt } from './option-briefs.ts';
import { type OptionPlace, optionPlacesAt, type ViewKind } from './option-places.ts';
import { addressAt } from './resource-uses.ts';
import type { Thing } from './thing.ts';
import { thingOfPath } from './thing-paths.ts';

/** A place in the text of today. */
export interface Cursor {
  readonly file: FilePath;
  readonly offset: number;
}

/** An option by its name and the module systems that it may be one of. */
export interface MeantOption {
  readonly name: string;
  readonly path: readonly string[];
  readonly views: ReadonlySet<ViewKind>;
  readonly place: OptionPlace;
}

/** What a place means by facts: a thing, an option, or both at once. */
export interface Meaning {
  readonly span: Span;
  /** The innermost places that speak of things, the best known first. */
  readonly mentions: readonly PlacedMention[];
  readonly thing: Thing | undefined;
  /** The machines that the place is about; `undefined` for all. */
  readonly hosts: readonly string[] | undefined;
  readonly option: MeantOption | undefined;
  /** The options that it is about although no path of the text leads to them, and what it inherits one from. */
  readonly further: readonly MeantOption[];
}

/** What the cursor means by facts; `undefined` where facts know nothing. */
export function meaningAt(snapshot: Snapshot, { file, offset }: Cursor): Meaning | undefined {
  const facts = snapshot.facts();
  const [place, ...others] = innermost(optionPlacesAt(snapshot, file, offset), offset);
  const mentions = mostTelling(innermost(factIndexOf(facts).inFile(file), offset)).filter(
    (mention) => !isReadOf(mention, place),
  );
  const unseen = furtherOptions(snapshot, { file, offset }, place);
  const option = place && unseen.length === 0 ? meantOption(snapshot, place) : undefined;
  const further = [...unseen, ...others].map(optionOf);
  const [mention] = mentions;
  if (mention) {
    const { span, thing, hosts } = mention;
    return { span, mentions, thing, hosts, option, further };
  }
  const own = unseen[0] ?? place;
  const found = own ? { span: own.span, thing: knownThing(facts, own.path) } : undefined;
  const named =
    found ?? fileNamedAt(snapshot, file, offset) ?? resourceNamedAt(snapshot, file, offset);
  return (
    named && { span: named.span, mentions, thing: named.thing, hosts: undefined, option, further }
  );
}

function knownThing(facts: Facts, path: readonly string[]): Thing | undefined {
  const thing = thingOfPath(facts, path);
  return thing && factIndexOf(facts).of(thing).length > 0 ? thing : undefined;
}

/** The file of which facts know that a path of a Nix file leads to. */
function fileNamedAt(
  snapshot: Snapshot,
  file: FilePath,
  offset: number,
): { readonly span: Span; readonly thing: Thing } | undefined {
  const analysis = snapshot.analysis(file);
  if (analysis?.language !== 'nix') return undefined;
  const { tree, sourceMap } = analysis;
  const paths = literalPaths(analysis).map(({ expr, text }) => {
    const row = sourceMap.nodes[expr] ?? 0;
    return { text, span: { start: tree.start[row] ?? 0, end: tree.end[row] ?? 0 } };
  });
  const path = innermost(paths, offset)[0];
  const thing =
    path && thingOfFile(snapshot.facts(), normalizePath(`./${directoryOf(file)}/${path.text}`));
  return path && thing && { span: path.span, thing };
}

/** The resource that an expression of OpenTofu takes something of. */
function resourceNamedAt(
  snapshot: Snapshot,
  file: FilePath,
  offset: number,
): { readonly span: Span; readonly thing: Thing } | undefined {
  const use = addressAt(snapshot, file, offset);
  if (use === undefined) return undefined;
  const row = snapshot
    .facts()
    .table('resource')
    .rows.find((each) => {
      const own = each.address.replace(/^(module\.[^.]+\.)+/, '').replace(/\[[^[]*\]$/, '');
      return own === use.address && directoryOf(filePath(each.file)) === directoryOf(file);
    });
  return row && { span: use.span, thing: resourceThing(row) };
}

/** Whether a place names an option of which a thing has its name, as `networking.hostName = cfg.name`. */
function isReadOf({ thing, span }: PlacedMention, place: OptionPlace | undefined): boolean {
  if (place?.kind !== 'use' || thing.kind === 'flag') return false;
  return span.start < place.span.start && place.span.end <= span.end;
}

/** A rule speaks of files, and so of every secret in them; the files say it shorter. */
function mostTelling(mentions: readonly PlacedMention[]): readonly PlacedMention[] {
  const files = mentions.filter(({ thing }) => thing.kind === 'secret-file');
  return files.length > 0 && files.length < mentions.length ? files : mentions;
}

/** The places with the smallest span that holds an offset. */
function innermost<Place extends { readonly span: Span }>(
  places: readonly Place[],
  offset: number,
): readonly Place[] {
  const around = places.filter(({ span }) => span.start <= offset && offset <= span.end);
  const length = ({ span }: Place): number => span.end - span.start;
  const least = Math.min(...around.map(length));
  return around.filter((place) => length(place) === least);
}

function optionOf(place: OptionPlace): MeantOption {
  const { name, path, views } = place;
  return { name, path, views, place };
}

/** What the machines say of a definition counts more than what its text lets one guess. */
function meantOption(snapshot: Snapshot, place: OptionPlace): MeantOption {
  const { name, path } = place;
  const known = place.kind === 'definition' ? definedAt(snapshot, place.file, place.expr) : [];
  const own = known.filter((each) => each.name === name);
  if (own.length === 0) return optionOf(place);
  return { name, path, place, views: new Set(own.map(({ view }) => view)) };
}
