import type { FleetHost } from '#analyzer/flake/fleet.ts';
import { type FoundOption, findOptions, mentionedNames } from '#analyzer/options/find.ts';
import { effectiveSite } from '#analyzer/options/leaves.ts';
import { type OptionPattern, optionName } from '#analyzer/options/name.ts';
import { type OptionReport, optionReport } from '#analyzer/options/report.ts';
import { shown } from '#analyzer/options/shown.ts';
import { didYouMean } from '#linter/closest.ts';
import { drawGrid, type GridCell } from '../format/grid.ts';
import { printable } from '../format/printable.ts';
import { nothing } from './cells.ts';
import { declarationsText, definitionsText } from './definitions.ts';
import type { Look } from './look.ts';
import { nixLine, uncoloured } from './nix-text.ts';
import { optionTree } from './option-tree.ts';
import { left, paragraphs } from './sections.ts';

/** An option as one machine has it. */
export interface HostOption extends FoundOption {
  readonly host: FleetHost;
}

/** What a pattern names on these machines. */
export function optionsOn(
  hosts: Iterable<FleetHost>,
  pattern: OptionPattern,
): readonly HostOption[] {
  return [...hosts].flatMap((host) =>
    findOptions(host, pattern).map((found) => ({ ...found, host })),
  );
}

/** One option in full; several below one another. */
export function optionPage(options: readonly HostOption[], look: Look): string {
  const [first, ...others] = options;
  if (!first) return 'no module here defines or declares such an option\n';
  return others.length === 0 ? fullPage(first, look) : comparison(options, look);
}

function fullPage(option: HostOption, look: Look): string {
  const { host, path, node } = option;
  const { palette } = look;
  const report = optionReport(node, path);
  const on = palette.dim(`on ${printable(host.name)}`);
  const head = `${palette.bold(printable(optionName(path)))}  ${on}\n`;
  const value = optionTree(option, look).map((line) => `  ${line}\n`);
  return paragraphs([
    head + value.join('') + reasonPlace(report, look) + mergeNote(report, look) + spelling(option),
    definitionsText(report.definitions, look),
    declarationsText(report.declarations, look),
  ]);
}

/** That definitions were merged without knowing the type, which upstream may do otherwise. */
function mergeNote({ merge, definitions, declarations }: OptionReport, { palette }: Look): string {
  const parts = definitions.filter(({ state }) => state === 'used' || state === 'undecided');
  if (merge !== 'shape' || parts.length < 2) return '';
  const why =
    declarations.length === 0 ? 'only upstream declares this option' : 'its type takes any form';
  return `  ${palette.dim(`merged by shape: ${why}`)}\n`;
}

function reasonPlace({ value }: OptionReport, { places, palette }: Look): string {
  if (value.kind !== 'unknown' && value.kind !== 'failure') return '';
  const place = places.text(value.at);
  return place === '' ? '' : `  ${palette.dim(`the reason is at ${place}`)}\n`;
}

/** For a path that no module mentions: the nearest that one does. */
function spelling({ host, path }: HostOption): string {
  let node = host.evaluation.root();
  for (const [index, name] of path.entries()) {
    const names = mentionedNames(node);
    if (!names.includes(name)) {
      const before = path.slice(0, index);
      const near = didYouMean(name, names).replace(/`(.*)`/, (_, found: string) => {
        return `\`${optionName([...before, found, ...path.slice(index + 1)])}\``;
      });
      return near === '' ? '' : `  no module mentions \`${optionName([name])}\`${near}\n`;
    }
    node = node.child(name);
  }
  return '';
}

function comparison(options: readonly HostOption[], look: Look): string {
  const { palette, places } = look;
  const hasMany = (of: (option: HostOption) => string): boolean =>
    new Set(options.map(of)).size > 1;
  const [machines, paths] = [
    hasMany(({ host }) => host.name),
    hasMany(({ path }) => optionName(path)),
  ];
  const rows = options.map(({ host, path, node }): GridCell[] => {
    const value = shown(node.value, path);
    const isMissing = value.kind === 'unknown' || value.kind === 'failure';
    const text = nixLine(value, uncoloured);
    return [
      ...(machines ? [{ text: printable(host.name) }] : []),
      ...(paths ? [{ text: printable(optionName(path)) }] : []),
      isMissing ? { text, paint: palette.severity.warning } : { text },
      { text: places.text(effectiveSite(node)) || nothing, paint: palette.dim },
    ];
  });
  const columns = [
    ...(machines ? [left('machine')] : []),
    ...(paths ? [left('option')] : []),
    left('value'),
    left('place'),
  ];
  const [only] = paths ? [] : options;
  const head = only ? `${palette.bold(printable(optionName(only.path)))}\n` : '';
  return head + drawGrid({ columns, rows }, look);
}
