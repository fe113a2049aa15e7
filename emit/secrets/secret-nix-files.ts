import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { root } from '#parser/tree.ts';

/** The Nix files that git keeps encrypted, whether this working tree shows them or not, sorted. */
export function secretNixFiles(facts: Facts): readonly string[] {
  const { rows, gaps } = facts.table('secret-file');
  const kept = rows.filter(({ manager }) => manager === 'git-crypt').map(({ file }) => file);
  const open = gaps.flatMap(({ known: { file } }) => {
    return file === undefined || isUndecided(file) ? [] : [file];
  });
  return [...new Set([...kept, ...open])].filter((file) => file.endsWith('.nix')).sort();
}

/** Shorter texts stand in many places by chance. */
const shortest = 4;

/** Tells whether a text holds one that stands in a file of secrets which this working tree shows. */
export function secretFinder(facts: Facts): (text: string) => boolean {
  const texts = secretNixFiles(facts).flatMap((file) => {
    const tree = facts.tree(file);
    if (tree === undefined) return [];
    return [...root(tree).descendants()].flatMap(({ kind, text }) =>
      kind === 'string_fragment' && text.trim().length >= shortest ? [text.trim()] : [],
    );
  });
  return (text) => texts.some((secret) => text.includes(secret));
}
