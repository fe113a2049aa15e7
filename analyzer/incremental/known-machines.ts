import type { NamedMachine } from '../flake/fleet.ts';

/** In how many snapshots there may be fewer machines than before until the others are gone for good. */
const patience = 500;

/**
 * The machines of which results are worth keeping: those of today, and those of
 * before where some may only be out of sight, as while a flake is being written.
 */
export class KnownMachines {
  #before: readonly NamedMachine[] = [];
  #fewer = 0;

  /** With those that a flake shows now. */
  with(machines: readonly NamedMachine[]): readonly NamedMachine[] {
    const areFewer = machines.length < this.#before.length;
    this.#fewer = areFewer ? this.#fewer + 1 : 0;
    if (!areFewer || this.#fewer > patience) this.#before = machines;
    return [...this.#before, ...machines];
  }
}
