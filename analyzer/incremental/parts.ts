import { nothingMoved, type Renumbering, renumbered } from './renumbering.ts';
import { type Sources, Trace, type View } from './trace.ts';

/** What a result depends on. */
export interface Hold {
  /** Which expressions have other numbers than when the result was made; `undefined` when anything is not as it was seen. */
  holds(view: View): Renumbering | undefined;
}

/** For a result of which nobody knows what was seen for it: anything that changes ends it. */
export function untilChanged({ age }: View): Hold {
  return { holds: (view) => (view.age === age ? nothingMoved : undefined) };
}

interface Part<Value> {
  readonly hold: Hold;
  readonly value: Value;
}

/**
 * Results that hold until something changes that was seen while they were made.
 * A result must follow from its key and from what its maker sees alone.
 */
export class Parts<Value> {
  /** The last results under each key, the one that was found or made last first. */
  readonly #kept = new Map<string, readonly Part<Value>[]>();
  readonly #most: number;

  /** Keeps the last results under each key, so many at most. */
  constructor(most = 1) {
    this.#most = most;
  }

  /** The result under a key that still holds and fits. */
  find(key: string, view: View, fits: (value: Value) => boolean = () => true): Value | undefined {
    for (const part of this.#kept.get(key) ?? []) {
      const renumbering = part.hold.holds(view);
      if (renumbering === undefined) continue;
      const value = renumbering.size === 0 ? part.value : renumbered(part.value, renumbering);
      const others = (this.#kept.get(key) ?? []).filter(({ hold }) => hold !== part.hold);
      if (value === undefined) {
        this.#kept.set(key, others);
        continue;
      }
      this.#kept.set(key, [{ hold: part.hold, value }, ...others]);
      if (fits(value)) return value;
    }
    return undefined;
  }

  keep(key: string, hold: Hold, value: Value): void {
    const before = this.#kept.get(key) ?? [];
    this.#kept.set(key, [{ hold, value }, ...before.slice(0, this.#most - 1)]);
  }

  /** The result under a key, made when it does not hold any more. */
  get(key: string, view: View, make: (sources: Sources) => Value): Value {
    const found = this.find(key, view);
    if (found !== undefined) return found;
    const trace = new Trace();
    const value = make(trace.watch(view));
    this.keep(key, trace, value);
    return value;
  }

  /** Forgets all results but the last one under each key. */
  keepLast(): void {
    for (const [key, parts] of this.#kept) this.#kept.set(key, parts.slice(0, 1));
  }

  /** Forgets the results under all other keys. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.#kept.keys()) if (!keys.has(key)) this.#kept.delete(key);
  }
}
