import { Kind } from './kinds.ts';
import type { SyntaxError, Tree } from './tree.ts';

/** What the parser had to add at a row of kind `MISSING`. */
export interface MissingToken {
  readonly row: number;
  readonly name: string;
}

/** What the parser says beside the columns. */
export interface Outcome {
  readonly missing: readonly MissingToken[];
  readonly gaveUp: boolean;
}

/** Everything that is wrong with the text, in its order. */
export function syntaxErrors(tree: Omit<Tree, 'errors'>, outcome: Outcome): SyntaxError[] {
  if (outcome.gaveUp) return [{ start: 0, end: 0, message: 'too large or nested too deeply to be parsed' }];
  const errors: SyntaxError[] = outcome.missing.map(({ row, name }) => ({
    start: tree.start[row] ?? 0,
    end: tree.end[row] ?? 0,
    message: `missing ${quoted(name)}`,
  }));
  for (let row = 0; row < tree.size; row++) {
    if (tree.kind[row] === Kind.ERROR) errors.push(unexpected(tree, row));
  }
  return errors.sort((a, b) => a.start - b.start || a.end - b.end);
}

function unexpected(tree: Omit<Tree, 'errors'>, row: number): SyntaxError {
  const start = tree.start[row] ?? 0;
  const end = tree.end[row] ?? 0;
  const word = /^\s*([\w'-]+|\S)/u.exec(tree.text.slice(start, Math.min(end, start + 200)))?.[1];
  const message = word === undefined ? 'unexpected end of the file' : `unexpected ${quoted(word)}`;
  return { start, end, message };
}

/** In backticks, on one line, and short. */
function quoted(text: string): string {
  const line = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return `\`${line.length > 40 ? `${line.slice(0, 40)}…` : line}\``;
}
