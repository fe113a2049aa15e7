import type { Span } from '#parser/span.ts';
import { type AtCursor, atCursor, unwritten, type Written } from './cursor-token.ts';
import { isFormals } from './formals.ts';
import { Mending } from './mending.ts';
import { type Token, tokensIn, tokensOf } from './tokens.ts';

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
  const mending = read(text, found);
  mending.end();
  return joined(text, found, mending);
}

/**
 * The same for a cursor in bindings of a set, where everything around them is
 * right; `undefined` where they cannot be read by themselves.
 */
export function mendBindings(text: string, cursor: number, bindings: Span): Mended | undefined {
  const { tokens: own, isWhole } = tokensIn(text, cursor, bindings);
  const { start } = bindings;
  const opening: Token = { kind: 'keyword', text: 'let', start, end: start };
  const tokens = [opening, ...own];
  // Bindings that look like a pattern would make one of everything around them.
  if (!isWhole || isFormals(tokens, 0, new Map())) return undefined;
  const found = atCursor(tokens, cursor);
  const mending = read(text, found);
  return mending.isBetweenBindings ? joined(text, found, mending) : undefined;
}

function read(text: string, found: AtCursor): Mending {
  const tokens = found.tokens.filter(({ kind }) => kind !== 'comment');
  const mending = new Mending(text, tokens);
  for (const index of tokens.keys()) mending.read(index);
  return mending;
}

/** The text with what was added and without what was dropped. */
function joined(text: string, { tokens, index, written }: AtCursor, mending: Mending): Mended {
  const parts: string[] = [];
  const cursor = tokens[index];
  let from = 0;
  let at = written.word.start;
  const own = cursor === undefined ? -1 : mending.tokens.indexOf(cursor);
  for (const number of changedTokens(mending, own)) {
    const token = mending.tokens[number];
    if (token === undefined) continue;
    parts.push(text.slice(from, token.start), mending.before.get(number) ?? '');
    from = mending.dropped.has(number) ? token.end : token.start;
    if (number !== own) continue;
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

/** The indices of tokens at which something changes, and that of the cursor, in their order. */
function changedTokens({ before, dropped }: Mending, own: number): readonly number[] {
  const lacking = [...before].flatMap(([number, added]) => (added === '' ? [] : [number]));
  return [...new Set([...lacking, ...dropped, own])].toSorted((a, b) => a - b);
}

/** What stands in the place of a token that is not whole; `undefined` for one that is. */
function placedAt({ text, end }: Token, { kind }: Written, source: string): string | undefined {
  if (kind === 'path' && text.endsWith('/')) return text + unwritten;
  if (kind !== 'name' || text !== '') return undefined;
  return /[\w'-]/.test(source[end] ?? '') ? `${unwritten} ` : unwritten;
}
