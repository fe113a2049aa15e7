import type { DocumentedOption } from './declared.ts';

/** Options that stand on one page. */
export interface OptionGroup {
  /** What all their paths begin with. */
  readonly prefix: string;
  readonly options: readonly DocumentedOption[];
}

/** How emitters take options of the repository apart into pages. */
export const groupOptions = {
  prefixes: {
    summary: 'What the options of each page begin with; empty for all there are.',
    default: [],
  },
  depth: {
    summary: 'How many names a page is called by where no prefixes are given.',
    default: 1,
  },
} as const;

interface Grouping {
  readonly prefixes: readonly string[];
  readonly depth: number;
  readonly compare: (a: string, b: string) => number;
}

/** The pages that somebody asks for, in that order; else one for each beginning that there is. */
export function optionGroups(
  options: readonly DocumentedOption[],
  { prefixes, depth, compare }: Grouping,
): readonly OptionGroup[] {
  if (prefixes.length > 0)
    return prefixes.map((prefix) => ({
      prefix,
      options: options.filter(({ name }) => name === prefix || name.startsWith(`${prefix}.`)),
    }));
  const groups = new Map<string, DocumentedOption[]>();
  for (const option of options) {
    const length = Math.max(1, Math.min(depth, option.path.length - 1));
    const prefix = option.path.slice(0, length).join('.');
    groups.set(prefix, [...(groups.get(prefix) ?? []), option]);
  }
  const sorted = [...groups].toSorted(([a], [b]) => compare(a, b));
  return sorted.map(([prefix, own]) => ({ prefix, options: own }));
}

/** The name of a page: its prefix without dots. */
export function pageName(prefix: string): string {
  return prefix.replaceAll(/[.<>*"]+/g, '-').replaceAll(/^-|-$/g, '');
}
