import type { Span } from '#parser/span.ts';
import type { Node, Tree } from '#parser/tree.ts';
import { withoutComments } from '../edit/comments.ts';
import { comment, type Doc, gap, newline } from './doc.ts';
import { above, asLine, remarkBehind, remarksBefore } from './remarks.ts';

/** A part of the text that nothing is said within. */
export interface Token {
  readonly tree: Tree;
  readonly start: number;
  readonly end: number;
}

/** A token with what is said around it. */
export function token(tokenAt: Token): Doc {
  return [before(tokenAt), head(tokenAt)];
}

/** A token with what is said behind it. */
export function head(tokenAt: Token): Doc {
  return [textOf(tokenAt), behind(tokenAt)];
}

export function textOf({ tree, start, end }: Token): string {
  return tree.text.slice(start, end);
}

/** What is said before a token. */
export function before({ tree, start }: Token): Doc {
  return { kind: 'around', at: start, doc: above(remarksBefore(tree, start)) };
}

/** What is said behind a token, on its line. */
export function behind({ tree, end }: Token): Doc {
  const said = remarkBehind(tree, end);
  return said === undefined
    ? ''
    : { kind: 'around', at: end, doc: [gap, comment(said, 'beside'), newline] };
}

/** A token with what is said around it, all of that above it. */
export function withAllAbove(tokenAt: Token): Doc {
  const { tree, start, end } = tokenAt;
  const said = remarkBehind(tree, end);
  if (said === undefined) return token(tokenAt);
  return [above([...remarksBefore(tree, start), asLine(said)]), textOf(tokenAt)];
}

/** Whether anything is said around a token. */
export function hasRemarks({ tree, start, end }: Token): boolean {
  return remarksBefore(tree, start).length > 0 || remarkBehind(tree, end) !== undefined;
}

/** Where a word or a sign stands between two parts. */
export function tokenIn(tree: Tree, { start, end }: Span, word: string): Token {
  const code = tree.text.slice(start, end);
  const clean = /#|\/\*/.test(code) ? withoutComments(tree, { start, end }) : code;
  const at = start + Math.max(0, clean.indexOf(word));
  return { tree, start: at, end: at + word.length };
}

/** The sign or the word that a node ends with. */
export function lastToken({ tree, end }: Node, length: number): Token {
  return { tree, start: end - length, end };
}

export function firstToken({ tree, start }: Node, length: number): Token {
  return { tree, start, end: start + length };
}
