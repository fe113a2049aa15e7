/** How much may be looked at for one question. */
const mostSteps = 20_000;
const deepest = 100;

interface Result {
  readonly found: readonly unknown[];
  /** How deep the outermost task lies that this was found within, and that it asked for again. */
  readonly lowest: number;
}

/**
 * Finds things that may depend on themselves.
 *
 * What is asked for while it is being found is empty. What was found with that
 * is only kept until the task that was asked for again has its own result, so
 * that no answer depends on what was asked before.
 */
export class Recursion {
  #steps = 0;
  #depth = 0;
  #lowest = Number.POSITIVE_INFINITY;
  /** What is being found, with how deep it lies. */
  readonly #open = new Map<string, number>();
  readonly #known = new Map<string, readonly unknown[]>();
  readonly #provisional = new Map<string, Result>();

  /** Begins another question, with a budget of its own. */
  begin(): void {
    this.#steps = 0;
  }

  /** The result of a task, which is named by its key. Nothing is found beyond the budget. */
  once<Found>(key: string, find: () => readonly Found[]): readonly Found[] {
    const known = this.#known.get(key);
    if (known !== undefined) return known as readonly Found[];
    const provisional = this.#provisional.get(key);
    if (provisional !== undefined) {
      this.#lowest = Math.min(this.#lowest, provisional.lowest);
      return provisional.found as readonly Found[];
    }
    const open = this.#open.get(key);
    const isBeyond = this.#depth >= deepest || this.#steps++ >= mostSteps;
    if (open !== undefined || isBeyond) {
      this.#lowest = Math.min(this.#lowest, open ?? 0);
      return [];
    }
    return this.#find(key, find);
  }

  #find<Found>(key: string, find: () => readonly Found[]): readonly Found[] {
    const outer = this.#lowest;
    const depth = ++this.#depth;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#open.set(key, depth);
    const found = find();
    this.#open.delete(key);
    this.#depth--;
    const lowest = this.#lowest;
    if (lowest >= depth) {
      this.#known.set(key, found);
      this.#forget(depth);
      this.#lowest = outer;
    } else {
      this.#provisional.set(key, { found, lowest });
      this.#lowest = Math.min(outer, lowest);
      if (this.#depth === 0) this.#provisional.clear();
    }
    return found;
  }

  /** Forgets what was only found while the task at this depth was open. */
  #forget(depth: number): void {
    for (const [key, { lowest }] of this.#provisional)
      if (lowest >= depth) this.#provisional.delete(key);
  }
}
