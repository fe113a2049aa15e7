import type { Entry } from './entry.ts';

/** What an expression may begin with, that is no name. */
const expressionKeywords: readonly string[] = ['assert', 'if', 'let', 'rec', 'with'];

/** Keywords that may stand where an expression does, and those that may follow one. */
export function keywordEntries(words: readonly string[] = expressionKeywords): Entry[] {
  return words.map((label) => ({ label, kind: 'keyword', rank: keywordRank }));
}

const keywordRank = 80;
