import type { MachineFacts } from './extract/machine.ts';
import type { Table } from './facts/facts.ts';

/** Which tables of options somebody is going to ask for; those of homes come after those of their machines. */
export type OptionTables = 'none' | 'machines' | 'homes';

/** Everything that is known of one machine, as plain data. */
export interface MadeMachine {
  /** `undefined` for a machine that is not found again when it is evaluated by itself. */
  readonly facts: MachineFacts | undefined;
  readonly options?: Table<'option'>;
  readonly homeOptions?: Table<'home-option'>;
}

/**
 * The machines of a snapshot, for threads that share the work. The same files
 * give the same keys in the same order, and nothing of one machine depends on
 * who makes another.
 */
export interface MachineWork {
  readonly machines: readonly { readonly name: string; readonly key: string }[];
  /** `undefined` for a key that no machine has. */
  make(key: string, options: OptionTables): MadeMachine | undefined;
  /** Notes what another thread has made of the same files; it holds until anything changes. */
  take(key: string, made: MadeMachine): void;
}
