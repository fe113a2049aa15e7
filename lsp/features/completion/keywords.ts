import type { Node } from '#parser/tree.ts';
import type { Entry } from './entry.ts';

/** What an expression may begin with, that is no name. */
export const expressionKeywords: readonly string[] = ['assert', 'if', 'let', 'rec', 'with'];

/** Keywords as proposals. */
export function keywordEntries(words: readonly string[]): Entry[] {
  return words.map((label) => ({ label, kind: 'keyword', rank: keywordRank }));
}

const keywordRank = 80;

/** The keywords that may come behind an operand, because an `if` around it waits for them. */
export function followingKeywords(operand: Node): readonly string[] {
  const words: string[] = [];
  let inner = operand;
  for (let outer = inner.parent; outer && !closed.has(outer.kind); outer = inner.parent) {
    if (outer.kind === 'if_expression' && inner.field === 'condition') words.push('then');
    if (outer.kind === 'if_expression' && inner.field === 'consequence') words.push('else');
    inner = outer;
  }
  return [...new Set(words)];
}

/** What keywords do not reach through. */
const closed: ReadonlySet<string> = new Set([
  'binding',
  'interpolation',
  'list_expression',
  'parenthesized_expression',
]);
