/** What is said of one function, or of a value that comes with Nix or with nixpkgs. */
export interface FunctionPage {
  /** How it is written, such as `builtins.map` or `lib.strings.concatStringsSep`. */
  readonly name: string;
  /** What it takes, one after the other; a value takes nothing. */
  readonly parameters: readonly string[];
  /** One sentence or two. */
  readonly about: string;
}

/**
 * Reads pages that are written as `name parameter parameter: sentence`, one a
 * line; a line that is indented goes on with the one before it.
 */
export function readPages(prefix: string, text: string): ReadonlyMap<string, FunctionPage> {
  const pages = new Map<string, FunctionPage>();
  for (const line of text.trim().replace(/\n\s+/g, ' ').split('\n')) {
    const colon = line.indexOf(': ');
    const [name = '', ...parameters] = line.slice(0, colon).match(/\{[^}]*\}|\S+/g) ?? [];
    pages.set(name, { name: `${prefix}.${name}`, parameters, about: line.slice(colon + 2) });
  }
  return pages;
}
