/** Stands in a text for what is not written there. */
export const hole = '\uFFFC';

/** The same for the repository itself, as `self` in the code of a flake. */
export const repository = '\uFFFD';

const word = /[\w.@+~:/\uFFFC\uFFFD-]+/g;

/** What shells, workflows, templates and people write for something else. */
const blank =
  /\$\{\{[^}]*\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+|\{\{[^}]*\}\}|\{[\w-]+\}|<[\w -]+>|\*+/g;

/** What every text holds in which there is such a word. */
const mayHoldPaths = /[/\uFFFD]|\.nix|path:/;

/**
 * The words of a text that may be paths, with holes. A word that says nothing
 * of where it leads, such as `default.nix`, is none, unless it begins at the
 * repository: that one may lead everywhere.
 */
export function wordsIn(text: string): readonly string[] {
  if (!mayHoldPaths.test(text)) return [];
  const found: string[] = [];
  for (const [all] of text.matchAll(word)) {
    for (const part of all.split(':')) {
      const path = part.replace(/\.$/, '');
      const isPath = /\/|\.nix$|^\uFFFD./.test(path) || all === `path:${part}`;
      const says = /\w/.test(path.replace(/(^|\/)default\.nix$|\.nix$/, ''));
      if (isPath && says) found.push(path.replaceAll(repository, hole));
      else if (/^\uFFFD[/\uFFFC]/.test(path)) found.push(hole);
    }
  }
  return found;
}

/** The same of a text that is not Nix. */
export function wordsInText(text: string): readonly string[] {
  return wordsIn(text.replace(blank, hole));
}
