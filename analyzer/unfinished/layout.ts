import type { Token } from './tokens.ts';

/** How the lines of a text are indented. */
export class Layout {
  readonly #text: string;
  /** Whether every bracket has its other one, so that nobody need guess by the layout. */
  readonly isBalanced: boolean;

  constructor(text: string, tokens: readonly Token[], matches: ReadonlyMap<number, number>) {
    this.#text = text;
    const brackets = tokens.filter(({ kind }) => kind === 'open' || kind === 'close');
    this.isBalanced = brackets.length === matches.size * 2;
  }

  /** How far the line of a token is indented. */
  indentation({ start }: Token): number {
    const line = this.#lineStart(start);
    return /[^ \t]|$/.exec(this.#text.slice(line, start + 1))?.index ?? 0;
  }

  /** Whether nothing stands before a token on its line. */
  isFirst(token: Token): boolean {
    return this.#lineStart(token.start) + this.indentation(token) === token.start;
  }

  #lineStart(offset: number): number {
    return this.#text.lastIndexOf('\n', offset - 1) + 1;
  }
}
