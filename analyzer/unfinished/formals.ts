import type { Token } from './tokens.ts';

/** The brackets of a text that belong together, by the index of the opening one. */
export function matchesOf(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const matches = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach(({ kind, text }, index) => {
    if (kind === 'open') open.push(index);
    if (kind !== 'close') return;
    const at = open.findLastIndex((each) => closing[tokens[each]?.text ?? ''] === text);
    if (at === -1) return;
    matches.set(open[at] ?? 0, index);
    open.length = at;
  });
  return matches;
}

const closing: Readonly<Record<string, string>> = {
  '{': '}',
  '${': '}',
  '(': ')',
  '[': ']',
  '"': '"',
  "''": "''",
};

/** Whether a brace opens the pattern of a function, by what stands around or, where it is open, inside. */
export function isFormals(
  tokens: readonly Token[],
  brace: number,
  matches: ReadonlyMap<number, number>,
): boolean {
  if (tokens[brace - 1]?.text === '@') return true;
  const end = matches.get(brace);
  const after = end === undefined ? undefined : tokens[end + 1]?.text;
  if (after === ':' || after === '@') return true;
  const [first, second] = [tokens[brace + 1], tokens[brace + 2]];
  if (first?.text === '...') return true;
  return first?.kind === 'name' && (second?.text === ',' || second?.text === '?');
}
