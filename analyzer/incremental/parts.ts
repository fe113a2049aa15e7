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
  readonly #kept = new Map<string, Part<Value>>();

  /** The result under a key when it still holds. */
  find(key: string, view: View): Value | undefined {
    const part = this.#kept.get(key);
    const renumbering = part?.hold.holds(view);
    if (!part || !renumbering) return undefined;
    if (renumbering.size === 0) return part.value;
    const value = renumbered(part.value, renumbering);
    if (value === undefined) this.#kept.delete(key);
    else this.#kept.set(key, { hold: part.hold, value });
    return value;
  }

  keep(key: string, hold: Hold, value: Value): void {
    this.#kept.set(key, { hold, value });
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

  /** Forgets the results under all other keys. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.#kept.keys()) if (!keys.has(key)) this.#kept.delete(key);
  }
}
