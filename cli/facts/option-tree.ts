import { describe, type Unknown } from '#analyzer/evaluate/value.ts';
import type { OptionNode } from '#analyzer/nixos/option-node.ts';
import type { FoundOption } from '#analyzer/options/find.ts';
import { effectiveSite, leadsOn } from '#analyzer/options/leaves.ts';
import { attributeName } from '#analyzer/options/name.ts';
import { shown } from '#analyzer/options/shown.ts';
import type { Site } from '#analyzer/site.ts';
import { textWidth } from '../format/cell-width.ts';
import { printable } from '../format/printable.ts';
import type { Look } from './look.ts';
import { bindingLines, indented, nixLines } from './nix-text.ts';

/** Places stand in a column of their own, behind lines that are no longer than this. */
const longestLine = 64;

interface TreeLine {
  /** With colours. */
  readonly drawn: string;
  readonly at: Site | undefined;
}

/** The merged value of an option as Nix writes it, each option in it with the place that gives it. */
export function optionTree({ path, node }: FoundOption, look: Look): readonly string[] {
  const lines = valueLines({ node, path, told: [] }, look);
  const widths = lines.map(({ drawn }) => cells(drawn));
  const column = Math.max(0, ...widths.filter((width) => width <= longestLine));
  return lines.map(({ drawn, at }, index) => {
    const place = look.places.text(at);
    if (place === '') return drawn;
    const space = ' '.repeat(Math.max(0, column - (widths[index] ?? 0)));
    return `${drawn}${space}  ${look.palette.dim(`# ${place}`)}`;
  });
}

function cells(drawn: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with a control character
  return textWidth(drawn.replace(/\u001b\[\d+m/g, ''));
}

interface Branch extends FoundOption {
  /** Gaps that a set around this one has told already. */
  readonly told: readonly Unknown[];
}

function valueLines(branch: Branch, look: Look): readonly TreeLine[] {
  const { node, path } = branch;
  if (leadsOn(node)) return setLines(branch, look);
  const at = effectiveSite(node);
  const lines = nixLines(shown(node.value, path), look.palette);
  return lines.map((drawn, index) => ({ drawn, at: index === 0 ? at : undefined }));
}

function setLines({ node, path, told }: Branch, look: Look): readonly TreeLine[] {
  const { gaps } = node;
  const members = namesOf(node).flatMap((name) => {
    return memberLines({ node: node.child(name), path: [...path, name], told: gaps }, look);
  });
  const more = gaps.filter((gap) => !told.includes(gap));
  const open = [...new Set(more.map(({ reason }) => describe(reason)))].map((reason) => {
    const text = `? and maybe more: ${printable(reason)}`;
    return { drawn: look.palette.severity.warning(text), at: undefined };
  });
  const inner = [...members, ...open];
  const drawn = indented(inner.map((line) => line.drawn));
  const lines = inner.map(({ at }, index) => ({ drawn: drawn[index] ?? '', at }));
  return [{ drawn: '{', at: undefined }, ...lines, { drawn: '}', at: undefined }];
}

/** `a.b.c = value;`: a set with one member has no lines of its own. */
function memberLines(branch: Branch, look: Look): readonly TreeLine[] {
  const names = [branch.path.at(-1) ?? ''];
  let inner = branch;
  for (let only = onlyName(inner); only !== undefined; only = onlyName(inner)) {
    names.push(only);
    inner = { ...inner, node: inner.node.child(only), path: [...inner.path, only] };
  }
  const lines = valueLines(inner, look);
  const name = printable(names.map(attributeName).join('.'));
  const drawn = bindingLines(
    name,
    lines.map((line) => line.drawn),
  );
  return lines.map(({ at }, index) => ({ drawn: drawn[index] ?? '', at }));
}

function onlyName({ node, told }: Branch): string | undefined {
  const names = leadsOn(node) ? namesOf(node) : [];
  return names.length === 1 && node.gaps.every((gap) => told.includes(gap)) ? names[0] : undefined;
}

/** Names below an option that are there, or may be. */
function namesOf(node: OptionNode): readonly string[] {
  const { value } = node;
  return value.kind === 'attrs' ? value.names() : [];
}
