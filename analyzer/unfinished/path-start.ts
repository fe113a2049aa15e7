import type { Token } from './tokens.ts';

/** The first token of the attribute path that ends before a token; `undefined` where none does. */
export function pathStart(tokens: readonly Token[], index: number): number | undefined {
  let start: number | undefined;
  for (let at = index - 1; at >= 0; at -= 2) {
    const token = tokens[at];
    if (token?.kind === 'close' && token.text === '"') at -= 2;
    else if (token?.kind !== 'name') return start;
    start = at;
    if (tokens[at - 1]?.text !== '.') return start;
  }
  return start;
}
