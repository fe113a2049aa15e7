import type { Site } from '../site.ts';
import type { Rest } from './environment.ts';
import type { Value } from './value.ts';

/**
 * How a value is worked out: by a function, by evaluating an expression, or by
 * asking another thunk.
 */
type Work = (() => Value | Thunk) | Rest | Thunk;

/** Nix would follow as many with its stack, and run out of it. */
const longestChain = 10_000;

/** A value that is worked out when first asked for, and then kept. */
export class Thunk {
  #isRunning = false;
  #work: Work;
  #value: Value | undefined;
  #origin: Thunk | undefined;
  /** Where the value is written. */
  readonly site: Site | undefined;

  constructor(site: Site | undefined, work: Work) {
    this.site = site;
    this.#work = work;
  }

  static of(value: Value, site?: Site): Thunk {
    const thunk = new Thunk(site, spent);
    thunk.#settle(value, undefined);
    return thunk;
  }

  get kind(): 'thunk' {
    return 'thunk';
  }

  /** The thunk that this one is only another name for, once it has been forced. */
  get origin(): Thunk {
    let origin: Thunk = this;
    while (origin.#origin) origin = origin.#origin;
    return origin;
  }

  /**
   * The value in weak head normal form. A thunk that needs itself is unknown:
   * nothing here can tell a real cycle from one that only our approximations
   * close. Thunks that lead to thunks are followed in a loop, which keeps the
   * stack of the host language short.
   */
  force(): Value {
    if (this.#value) return this.#value;
    if (this.#isRunning) return cycle(this.site);
    this.#isRunning = true;
    const work = this.#work;
    const first =
      typeof work === 'function'
        ? work()
        : work.kind === 'rest'
          ? work.environment.unit.session.evaluate(work.environment, work.id)
          : work;
    if (first.kind !== 'thunk') return this.#settle(first, undefined);
    return first.#value ? this.#settle(first.#value, first) : this.#follow(first);
  }

  #follow(first: Thunk): Value {
    const passed: Thunk[] = [this];
    let next: Value | Thunk = first;
    while (next.kind === 'thunk' && next.#isIdle && passed.length < longestChain) {
      passed.push(next);
      next.#isRunning = true;
      const work: Work = next.#work;
      if (typeof work === 'function') next = work();
      else if (work.kind === 'thunk') next = work;
      else next = deeper(work);
    }
    const value = next.kind === 'thunk' ? next.#end() : next;
    for (const [index, thunk] of passed.entries()) {
      thunk.#settle(value, passed[index + 1] ?? (next.kind === 'thunk' ? next : undefined));
    }
    return value;
  }

  get #isIdle(): boolean {
    return !this.#value && !this.#isRunning;
  }

  /** The value at the end of a chain, which is at hand unless the chain is too long. */
  #end(): Value {
    if (!this.#isIdle) return this.force();
    return { kind: 'unknown', reason: { kind: 'budget' }, at: this.site };
  }

  #settle(value: Value, origin: Thunk | undefined): Value {
    this.#value = value;
    this.#work = spent;
    if (origin && this instanceof NameThunk) this.#origin = origin;
    return value;
  }
}

/** Evaluates below one frame more than usual. */
function deeper({ environment, id }: Rest): Value | Thunk {
  const { session } = environment.unit;
  session.depth++;
  const outcome = session.evaluate(environment, id);
  session.depth--;
  return outcome;
}

/** Another name for a thunk, as `a` in `[ a ]`: Nix takes both for the same value. */
export class NameThunk extends Thunk {}

function cycle(at?: Site): Value {
  return { kind: 'unknown', reason: { kind: 'cycle' }, at };
}

function spent(): Value {
  return cycle();
}
