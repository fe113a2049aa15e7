/** How long work may go on before other things get their turn, in milliseconds. */
const longest = 8;

/** Divides long work so that messages are heard in between. */
export class Pace {
  #since = performance.now();

  /** Ends when what waits had its turn; at once while little time has gone by. */
  async rest(): Promise<void> {
    if (performance.now() - this.#since < longest) return;
    await nextTurn();
    this.#since = performance.now();
  }
}

/** Ends after everything that waits now, input and output included. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
