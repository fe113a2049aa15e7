import type { Facts } from '#analyzer/facts/facts.ts';

/** The Nix files that git keeps encrypted, whether this working tree shows them or not, sorted. */
export function secretNixFiles(facts: Facts): readonly string[] {
  const { rows, gaps } = facts.table('secret-file');
  const kept = rows.filter(({ manager }) => manager === 'git-crypt').map(({ file }) => file);
  const open = gaps.flatMap(({ known: { file } }) => file ?? []);
  return [...new Set([...kept, ...open])].filter((file) => file.endsWith('.nix')).sort();
}

/** Whether a file holds secrets, or may hold some. */
export function isSecretFile(facts: Facts, file: string): boolean {
  const { rows, gaps } = facts.table('secret-file');
  return rows.some((row) => row.file === file) || gaps.some(({ known }) => known.file === file);
}
