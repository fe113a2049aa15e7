/**
 * When memory is given back after work, in milliseconds from one time to the next. What garbage
 * took goes at once; the room that new values need goes only after some seconds without many.
 */
const pauses = [1500, 7000];

/** Gives memory back; what takes longer for that only where nobody is likely to need anything soon. */
export type Tidy = (isThorough: boolean) => void;

/** Gives memory back after work, and once more and thoroughly later. What comes in between puts it off. */
export class Tidying {
  readonly #tidy: Tidy;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tidy: Tidy) {
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
      this.#tidy(later.length === 0);
      this.#wait(later);
    }, pause);
  }
}
