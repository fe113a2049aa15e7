import type { Span } from '#parser/span.ts';
import type { Token } from './tokens.ts';

/** What stands for a name that is not written yet. */
export const unwritten = '_unwritten_';

/**
 * What is being written at the cursor: a name, the text of a string, a path, or
 * something that nobody completes. `word` is what is written of it.
 */
export interface Written {
  readonly kind: 'name' | 'text' | 'path' | 'comment' | 'other';
  readonly word: Span;
}

/** The tokens with one at the cursor, and its index among them. */
export interface AtCursor {
  readonly tokens: readonly Token[];
  readonly index: number;
  readonly written: Written;
}

/** Finds what the cursor is at, and puts a name there where nothing is. */
export function atCursor(tokens: readonly Token[], cursor: number): AtCursor {
  const index = tokens.findIndex(({ end }) => end >= cursor);
  const token = tokens[index];
  if (token === undefined) return inserted(tokens, tokens.length, nameAt(cursor));
  if (token.start >= cursor) return inserted(tokens, index, nameAt(cursor));
  switch (token.kind) {
    case 'name':
      return found(tokens, index, 'name');
    case 'keyword':
      return asName(tokens, index, token);
    case 'text':
      return found(tokens, index, 'text');
    case 'path':
      return found(tokens, index, 'path');
    case 'comment': {
      const isOver = token.text.endsWith('*/') && token.end === cursor;
      if (isOver) return inserted(tokens, index + 1, nameAt(cursor));
      return found(tokens, index, 'comment');
    }
    case 'number':
    case 'search-path':
    case 'address':
      return found(tokens, index, 'other');
    case 'open':
    case 'close':
    case 'symbol':
      return token.end > cursor
        ? found(tokens, index, 'other')
        : afterSymbol(tokens, index, cursor);
  }
}

/** Behind a bracket, a quote or an operator. */
function afterSymbol(tokens: readonly Token[], index: number, cursor: number): AtCursor {
  const [token, next] = [tokens[index], tokens[index + 1]];
  const isNext = next?.start === cursor;
  if (isNext && next.kind === 'text') return found(tokens, index + 1, 'text');
  const isEmpty = isQuote(token, 'open') || (token?.text === '}' && isQuote(next, 'close'));
  if (isEmpty) {
    const text: Token = { kind: 'text', text: '', start: cursor, end: cursor };
    return inserted(tokens, index + 1, text);
  }
  if (isNext && token?.text === '.' && next.kind === 'name')
    return found(tokens, index + 1, 'name');
  return inserted(tokens, index + 1, nameAt(cursor));
}

/** A keyword that may become a longer name. */
function asName(tokens: readonly Token[], index: number, { start, end }: Token): AtCursor {
  const name: Token = { kind: 'name', text: '', start, end };
  const written: Written = { kind: 'name', word: { start, end } };
  return { tokens: tokens.with(index, name), index, written };
}

function nameAt(cursor: number): Token {
  return { kind: 'name', text: '', start: cursor, end: cursor };
}

function isQuote(token: Token | undefined, kind: 'open' | 'close'): boolean {
  return token?.kind === kind && (token.text === '"' || token.text === "''");
}

function found(tokens: readonly Token[], index: number, kind: Written['kind']): AtCursor {
  const { start, end } = tokens[index] ?? { start: 0, end: 0 };
  return { tokens, index, written: { kind, word: { start, end } } };
}

function inserted(tokens: readonly Token[], index: number, token: Token): AtCursor {
  const { start, end, kind } = token;
  return {
    tokens: [...tokens.slice(0, index), token, ...tokens.slice(index)],
    index,
    written: { kind: kind === 'text' ? 'text' : 'name', word: { start, end } },
  };
}
