import type { FilePath } from '#analyzer/diagnostic.ts';
import { priorities } from '#analyzer/nixos/definitions.ts';
import type { BriefDefinition } from '#analyzer/options/briefs.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import { groupedBy } from './meaning/facts/grouped.ts';
import { definedAt, type HostOption, hostOptions } from './meaning/facts/option-briefs.ts';
import { type OptionPlace, optionPlaces } from './meaning/facts/option-places.ts';

/** What is shown behind a definition. */
export interface InlayHint {
  readonly offset: number;
  readonly text: string;
}

interface Asked {
  readonly file: FilePath;
  /** What the editor shows. */
  readonly span: Span;
}

/** The values that options have in the end, behind definitions that do not say them by themselves. */
export function inlayHints(snapshot: Snapshot, { file, span }: Asked): readonly InlayHint[] {
  return optionPlaces(snapshot, file)
    .filter(({ kind, isLast }) => kind === 'definition' && isLast)
    .filter((place) => place.span.start >= span.start && place.span.end <= span.end)
    .flatMap((place) => hintOf(snapshot, place) ?? []);
}

function hintOf(snapshot: Snapshot, place: OptionPlace): InlayHint | undefined {
  const { file, expr, name, value } = place;
  const written = value && (snapshot.text(file) ?? '').slice(value.start, value.end);
  const defined = definedAt(snapshot, file, expr).filter((each) => each.name === name);
  if (defined.length === 0 || value === undefined || written === undefined) return undefined;
  const views = new Set(defined.map(({ view }) => view));
  const own = hostOptions(snapshot, name, views).flatMap((option) => {
    const definition = option.brief.definitions.find(
      ({ at }) => at?.file === file && at.expr === expr,
    );
    return definition ? [{ option, definition }] : [];
  });
  const known = own.filter(({ option }) => option.brief.value.kind === 'known');
  const telling = known.filter(({ option, definition }) => tells(option, definition, written));
  if (telling.length === 0) return undefined;
  return { offset: value.end, text: textOf(known, machinesOf(snapshot, file)) };
}

interface Own {
  readonly option: HostOption;
  readonly definition: BriefDefinition;
}

/** Whether the value is another than one would read from the text. */
function tells({ brief }: HostOption, definition: BriefDefinition, written: string): boolean {
  const { value } = brief;
  if (value.kind !== 'known' || value.text === plain(written)) return false;
  const isLarge = /^[[{]/.test(value.text);
  const isDifferent = value.text !== definition.text;
  const isTaken = definition.state === 'used' && definition.priority === priorities.normal;
  if (isDifferent || !isTaken) return true;
  if (isPath(written)) return false;
  return !isLarge && !value.text.includes('${');
}

/** Whether a text is a path written out, whose value is the same path from the root on. */
function isPath(written: string): boolean {
  return /^\.\.?\/[\w./+-]*$/.test(written);
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The machines that a file is a part of. */
function machinesOf(snapshot: Snapshot, file: FilePath): readonly string[] {
  const { rows } = snapshot.facts().table('module');
  return rows.find((row) => row.file === file)?.hosts ?? [];
}

/** One value that all machines have, or the values with the machines that have each. */
function textOf(own: readonly Own[], all: readonly string[]): string {
  const groups = [...groupedBy(own, ({ option }) => shortValue(option))];
  const having = new Set(own.map(({ option }) => option.host));
  if (groups.length === 1 && all.every((host) => having.has(host))) return `= ${groups[0]?.[0]}`;
  const texts = groups.map(([value, options]) => `${hostsOf(options)} ${value}`);
  return texts.length > 3 ? `= ${texts.slice(0, 2).join(', ')}, …` : `= ${texts.join(', ')}`;
}

function hostsOf(options: readonly Own[]): string {
  const hosts = [...new Set(options.map(({ option }) => option.host))];
  return hosts.length > 2 ? `${hosts.length} machines` : `${hosts.join(' and ')}:`;
}

const longestValue = 40;

function shortValue({ brief: { value } }: HostOption): string {
  const text = value.kind === 'known' ? value.text : '';
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
