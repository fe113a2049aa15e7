import { type AtCursor, atCursor, unwritten, type Written } from './cursor-token.ts';
import { Mending } from './mending.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A text with what it still lacks to be Nix, as far as that can be told, and the cursor in it. */
export interface Mended {
  readonly text: string;
  /** Where the token of the cursor begins in that text. */
  readonly at: number;
  readonly written: Written;
}

/**
 * Adds to a text what people have not written yet around the cursor: a name
 * where one is to come, brackets, semicolons, values of bindings. A text that
 * lacks nothing stays as it is. What is wrong otherwise stays wrong.
 */
export function mend(text: string, cursor: number): Mended {
  const found = atCursor(tokensOf(text, cursor), cursor);
  const tokens = found.tokens.filter(({ kind }) => kind !== 'comment');
  const mending = new Mending(text, tokens);
  for (const index of tokens.keys()) mending.read(index);
  mending.end();
  return joined(text, found, mending);
}

/** The text with what was added and without what was dropped. */
function joined(text: string, { tokens, index, written }: AtCursor, mending: Mending): Mended {
  const parts: string[] = [];
  const cursor = tokens[index];
  let from = 0;
  let at = written.word.start;
  for (const [number, token] of mending.tokens.entries()) {
    const before = mending.before.get(number) ?? '';
    const isDropped = mending.dropped.has(number);
    if (before === '' && token !== cursor && !isDropped) continue;
    parts.push(text.slice(from, token.start), before);
    from = isDropped ? token.end : token.start;
    if (token !== cursor) continue;
    at = parts.reduce((sum, part) => sum + part.length, 0);
    const placed = placedAt(token, written, text);
    if (placed === undefined) continue;
    parts.push(placed);
    from = token.end;
  }
  const rest = mending.before.get(mending.tokens.length) ?? '';
  parts.push(text.slice(from), rest === '' ? '' : `\n${rest}\n`);
  return { text: parts.join(''), at, written };
}

/** What stands in the place of a token that is not whole; \`undefined\` for one that is. */
function placedAt({ text, end }: Token, { kind }: Written, source: string): string | undefined {
  if (kind === 'path' && text.endsWith('/')) return text + unwritten;
  if (kind !== 'name' || text !== '') return undefined;
  return /[\w'-]/.test(source[end] ?? '') ? `${unwritten} ` : unwritten;
}
