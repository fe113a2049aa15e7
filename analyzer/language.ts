import type { Language } from '#parser/tree.ts';

/** The language of a file with a tree, told by its name; `undefined` for every other file. */
export function languageOf(file: string): Language | undefined {
  if (file.endsWith('.nix')) return 'nix';
  return /\.(tf|tofu|tfvars|hcl)$/.test(file) ? 'hcl' : undefined;
}
