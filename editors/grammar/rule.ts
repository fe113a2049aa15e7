/** A rule of a TextMate grammar. */
export interface Rule {
  readonly include?: string;
  readonly name?: string;
  readonly contentName?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly while?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Rule[];
}

export interface Grammar {
  readonly scopeName: string;
  readonly name?: string;
  readonly injectionSelector?: string;
  readonly patterns: readonly Rule[];
  readonly injections?: Readonly<Record<string, Rule>>;
  readonly repository: Readonly<Record<string, Rule>>;
}

type Captures = Readonly<Record<number, { readonly name: string }>>;

/** Rules of the repository of a grammar, in the order in which they are tried. */
export function includes(...names: readonly string[]): Rule[] {
  return names.map((name) => ({ include: `#${name}` }));
}

/** What numbered groups are called. */
export function named(...names: readonly string[]): Captures {
  return Object.fromEntries(names.map((name, index) => [index + 1, { name }]));
}

/** What stands between two marks that belong together. */
export function between(
  [begin, end]: readonly [string, string],
  mark: string,
  patterns: readonly Rule[],
): Rule {
  return {
    begin,
    end,
    beginCaptures: { 0: { name: `punctuation.${mark}.begin.nix` } },
    endCaptures: { 0: { name: `punctuation.${mark}.end.nix` } },
    patterns,
  };
}
