/** A place people and protocols understand: both numbers count from zero, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Line starts of one text, for turning offsets into lines and columns and back.
 *
 * Lines end at LF, CRLF, or a lone CR, as in LSP.
 */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    this.#starts = lineStarts(text);
    this.#length = text.length;
  }

  /** How many lines the text has; a trailing line end begins one more. */
  get count(): number {
    return this.#starts.length;
  }

  /** The position of an offset; offsets outside the text are moved to its ends. */
  position(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.#length));
    const line = this.#lineOf(inside);
    return { line, column: inside - (this.#starts[line] ?? 0) };
  }

  /** The offset of a position; places outside the text are moved to the nearest place inside. */
  offset(position: Position): number {
    const start = this.start(position.line);
    return Math.min(start + position.column, this.end(position.line));
  }

  /** Where the line begins. */
  start(line: number): number {
    return this.#starts[line] ?? this.#length;
  }

  /** Where the line ends, its line end included. */
  end(line: number): number {
    return this.#starts[line + 1] ?? this.#length;
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
      starts.push(at + 1);
    return starts;
  }
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    if (unit === 10) starts.push(offset + 1);
    if (unit === 13 && text.charCodeAt(offset + 1) !== 10) starts.push(offset + 1);
  }
  return starts;
}
