import type { NamedMachine } from '../flake/fleet.ts';
import type { Site } from '../site.ts';
import { type Hold, Parts } from './parts.ts';
import type { View } from './trace.ts';

/** What a result follows from besides the key and the trace. */
interface Kept<Value> {
  /** Where the machine stands, which edits may move. */
  readonly at: Site | undefined;
  /** Its place among the machines of its flake, where nothing else leads to it. */
  readonly place: number | undefined;
  readonly value: Value;
}

/** What was evaluated of a machine. */
export interface Evaluated<Value> {
  readonly hold: Hold;
  readonly place: number | undefined;
  readonly value: Value;
}

/** Results that each follow from one machine, and hold as others do. */
export class MachineParts<Value> {
  readonly #parts: Parts<Kept<Value>>;

  /** Keeps the last results for each machine, so many at most: what is typed is often taken back. */
  constructor(most = 1) {
    this.#parts = new Parts(most);
  }

  /** The result for a machine when it still holds. */
  find(machine: NamedMachine, view: View): Value | undefined {
    const at = JSON.stringify(machine.at);
    const isSame = (kept: Kept<Value>): boolean =>
      (kept.place ?? machine.place) === machine.place && JSON.stringify(kept.at) === at;
    return this.#parts.find(keyOf(machine), view, isSame)?.value;
  }

  keep(machine: NamedMachine, { hold, place, value }: Evaluated<Value>): void {
    this.#parts.keep(keyOf(machine), hold, { at: machine.at, place, value });
  }

  /** Forgets all results but the last ones. */
  keepLast(): void {
    this.#parts.keepLast();
  }

  /** Forgets the results for all other machines. */
  keepOnly(machines: readonly NamedMachine[]): void {
    this.#parts.keepOnly(new Set(machines.map(keyOf)));
  }
}

/** What is known before the machine is evaluated, and where no edit moves it. */
function keyOf({ name, wanted, class: hostClass, flake, output }: NamedMachine): string {
  return JSON.stringify([name, wanted, hostClass, flake, output]);
}
