import type { BriefValue } from '#analyzer/options/briefs.ts';
import { optionName } from '#analyzer/options/name.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { groupedBy } from '../meaning/facts/grouped.ts';
import type { MeantOption } from '../meaning/facts/meaning.ts';
import { briefsOf, type HostOption, hostOptions } from '../meaning/facts/option-briefs.ts';
import type { ViewKind } from '../meaning/facts/option-places.ts';
import { blocks, bullets, code, counted, fenced, names } from './markdown.ts';

/** What there is to say of an option: its declaration, and its value on each machine. */
export function optionPage(snapshot: Snapshot, option: MeantOption): string | undefined {
  const { name, path, views, place } = option;
  const found = hostOptions(snapshot, name, views);
  const head = fenced('nix', name);
  const declaration = declarationText(found);
  const isNamespace = declaration === undefined && found.every(({ brief }) => isSet(brief.value));
  if (found.length > 0 && !(isNamespace && place.kind !== 'use'))
    return blocks([head, declaration, valuesText(found), definitionsText(snapshot, found)]);
  const below = namesBelow(snapshot, option);
  if (below.length > 0)
    return blocks([
      head,
      `${counted(below.length, 'option')} below it:`,
      bullets([...stepsTo(name, below)].map(([step, count]) => stepText(step, count))),
    ]);
  const around = wholeAround(snapshot, path, views);
  if (around) return blocks([head, `Part of ${code(around)}.`]);
  if (place.kind !== 'use') return undefined;
  const nothing = place.isLast ? 'No module of this repository defines it.' : 'No machine has it.';
  return blocks([head, nothing]);
}

const everyView: ReadonlySet<ViewKind> = new Set(['nixos', 'darwin', 'home']);

/** What there is to say of an option wherever it is named; `undefined` where no machine has it. */
export function plainOptionPage(snapshot: Snapshot, name: string): string | undefined {
  const found = hostOptions(snapshot, name, everyView);
  if (found.length === 0) return undefined;
  return blocks([fenced('nix', name), declarationText(found), valuesText(found)]);
}

function isSet(value: BriefValue): boolean {
  return value.kind === 'known' && value.text.startsWith('{');
}

/** What the repository declares of an option; `undefined` where only upstream may. */
function declarationText(found: readonly HostOption[]): string | undefined {
  const all = found.flatMap(({ brief }) => brief.declarations);
  const type = all.find((each) => each.type !== undefined)?.type;
  const byDefault = all.find((each) => each.default !== undefined)?.default;
  const description = all.find((each) => each.description !== undefined)?.description;
  if (all.length === 0) return undefined;
  const facts = [
    ...(type === undefined ? [] : [`Type: ${type}`]),
    byDefault === undefined ? 'no default' : `Default: ${code(byDefault)}`,
  ];
  return blocks([description?.trim(), facts.join('  \n')]);
}

/** The values, with the machines that have each. */
function valuesText(found: readonly HostOption[]): string {
  const groups = groupedBy(found, ({ brief }) => valueText(brief.value));
  const lines = [...groups].map(([value, own]) => {
    const isUnknown = own[0]?.brief.value.kind !== 'known';
    const hosts = names([...new Set(own.map(hostName))]);
    return isUnknown ? `on ${hosts}: ${value}` : `${value} on ${hosts}`;
  });
  return bullets(lines);
}

function valueText(value: BriefValue): string {
  switch (value.kind) {
    case 'known':
      return code(value.text);
    case 'unknown':
      return value.reason.startsWith('is not shown')
        ? value.reason.replace('is ', '')
        : `not known: ${value.reason}`;
    case 'failure':
      return `fails: ${value.reason}`;
  }
}

function hostName({ host, view, account }: HostOption): string {
  return view === 'home' && account !== undefined ? `${account}@${host}` : host;
}

/** How many places define the option, and how often another definition or a condition hides one. */
function definitionsText(snapshot: Snapshot, found: readonly HostOption[]): string | undefined {
  const facts = snapshot.facts();
  const sites = new Map(
    found.flatMap(({ brief }) =>
      brief.definitions.flatMap(({ at }) => (at ? [[`${at.file}:${at.expr}`, at] as const] : [])),
    ),
  );
  if (sites.size < 2) return undefined;
  const files = [...new Set([...sites.values()].map((site) => facts.locate(site).file))];
  return `${counted(sites.size, 'definition')} in ${names(files, 5)}`;
}

/** The options that a path leads to, sorted. */
function namesBelow(snapshot: Snapshot, { name, views }: MeantOption): readonly string[] {
  const before = `${name}.`;
  const below = briefsOf(snapshot).flatMap((machine) =>
    machine.views.flatMap(({ kind, options }) =>
      views.has(kind) ? [...options.keys()].filter((each) => each.startsWith(before)) : [],
    ),
  );
  return [...new Set(below)].sort();
}

/** The next names below a path, with how many options each leads to. */
function stepsTo(name: string, below: readonly string[]): ReadonlyMap<string, number> {
  const steps = new Map<string, number>();
  for (const each of below) {
    const rest = each.slice(name.length + 1);
    const [next = rest] = /^(?:"(?:[^"\\]|\\.)*"|[^.]+)/.exec(rest) ?? [];
    const step = `${name}.${next}`;
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  return steps;
}

function stepText(step: string, count: number): string {
  return count === 1 ? code(step) : `${code(step)} (${count})`;
}

/** The option whose value has what a path leads to. */
function wholeAround(
  snapshot: Snapshot,
  path: readonly string[],
  views: MeantOption['views'],
): string | undefined {
  for (let length = path.length - 1; length > 0; length--) {
    const [found] = hostOptions(snapshot, optionName(path.slice(0, length)), views);
    if (found) return found.brief.name;
  }
  return undefined;
}
