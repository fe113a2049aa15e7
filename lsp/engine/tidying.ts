/**
 * When memory is given back after work, in milliseconds from one time to the next. What garbage
 * took goes at once; the room that new values need goes only after some seconds without many.
 */
const pauses = [1500, 7000];

/** Gives memory back after work, and once more later. What comes in between puts it off. */
export class Tidying {
  readonly #tidy: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tidy: () => void) {
    this.#tidy = tidy;
  }

  /** Work is over for now. */
  soon(): void {
    this.#wait(pauses);
  }

  /** There is work, or nothing will be used any more. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait([pause, ...later]: readonly number[]): void {
    clearTimeout(this.#timer);
    if (pause === undefined) return;
    this.#timer = setTimeout(() => {
      this.#tidy();
      this.#wait(later);
    }, pause);
  }
}
