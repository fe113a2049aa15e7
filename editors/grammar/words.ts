/** How names, paths and addresses are written, after the lexer of Nix. */
export const identifier = "[A-Za-z_][A-Za-z0-9_'-]*";
const inPath = '[A-Za-z0-9._+-]';
const inAddress = "[A-Za-z0-9%/?:@&=+$,_.!~*'-]";

export const address = `[A-Za-z][A-Za-z0-9+.-]*:${inAddress}+`;
export const searchedPath = `<${inPath}+(?:/${inPath}+)*>`;
export const pathBegin = `(?:~|${inPath}*)/(?=${inPath}|\\$\\{)`;
/** Two slashes are an operator, and a slash with a star begins a comment. */
export const pathEnd = `(?=//|/\\*)|(?!${inPath}|/|\\$\\{)`;

/** One of these words, and no longer word that has it. */
export function word(...words: readonly string[]): string {
  return `(?<![A-Za-z0-9_'-])(?:${words.join('|')})(?![A-Za-z0-9_'-])`;
}

/** Functions that stand in every file without `builtins`. */
export const globalFunctions = [
  'abort',
  'baseNameOf',
  'break',
  'derivation',
  'derivationStrict',
  'dirOf',
  'fetchGit',
  'fetchMercurial',
  'fetchTarball',
  'fetchTree',
  'fromTOML',
  'import',
  'isNull',
  'map',
  'placeholder',
  'removeAttrs',
  'scopedImport',
  'throw',
  'toString',
];
