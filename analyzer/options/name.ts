/** Stands for every attribute at its place of a pattern. */
export const anyName = Symbol('any name');

/** An option path as people ask for it. */
export type OptionPattern = readonly (string | typeof anyName)[];

const plainName = /^[A-Za-z_][\w'-]*$/;
const keywords: ReadonlySet<string> = new Set([
  'assert',
  'else',
  'if',
  'in',
  'inherit',
  'let',
  'rec',
  'then',
  'with',
]);

/** An option path as Nix writes it: names that are no identifiers are quoted. */
export function optionName(path: readonly string[]): string {
  return path.map(attributeName).join('.');
}

/** One name as Nix writes it on the left of an equals sign. */
export function attributeName(name: string): string {
  if (plainName.test(name) && !keywords.has(name)) return name;
  return JSON.stringify(name).replaceAll('${', '\\${');
}

/** Whether two paths have the same names. */
export function isSamePath(path: readonly string[], other: readonly string[]): boolean {
  return path.length === other.length && path.every((name, index) => name === other[index]);
}

/** The path that a name was made of by `optionName`. */
export function pathOfOption(name: string): readonly string[] {
  const pattern = parseOptionName(name);
  return 'wrong' in pattern ? [name] : pattern.filter((part) => typeof part === 'string');
}

/**
 * Reads an option path as Nix writes it. A bare `*` or `<name>`, as the manual
 * of NixOS writes it, is any name; every other name stands for itself, in
 * quotation marks or not. Says what is wrong with a text that is no path.
 */
export function parseOptionName(text: string): OptionPattern | { readonly wrong: string } {
  const parts: (string | typeof anyName)[] = [];
  let start = 0;
  do {
    const match = nameAt(text, start);
    if (!match) {
      const rest = text.slice(start);
      const where = rest === '' ? 'at its end' : `at \`${rest}\``;
      return { wrong: `\`${text}\` is no option path: a name is missing ${where}` };
    }
    parts.push(partOf(match));
    start += match[0].length;
  } while (start < text.length || text.endsWith('.'));
  return parts;
}

/** A name with the dot after it, or with the end of the text. */
function nameAt(text: string, start: number): RegExpExecArray | null {
  const quoted = String.raw`"((?:[^"\\$]|\\[\s\S]|\$(?!\{))*)"`;
  const pattern = new RegExp(`(?:${quoted}|(\\*|<[\\w-]+>)|([^."\\s*<]+))(?:\\.|$)`, 'y');
  pattern.lastIndex = start;
  return pattern.exec(text);
}

function partOf([, quoted, any, bare = '']: RegExpExecArray): string | typeof anyName {
  if (any !== undefined) return anyName;
  return quoted === undefined ? bare : unquoted(quoted);
}

const escapes: { readonly [letter: string]: string } = { n: '\n', r: '\r', t: '\t' };

function unquoted(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, letter: string) => escapes[letter] ?? letter);
}
