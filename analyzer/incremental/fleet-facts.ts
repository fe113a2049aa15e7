import { type MachineFacts, machineFacts } from '../extract/machine.ts';
import { homeOptionTable, optionTable } from '../extract/options.ts';
import { plain } from '../extract/table.ts';
import type { Table } from '../facts/facts.ts';
import type { FlakeGap } from '../flake/find-machines.ts';
import { machineFilesIn } from '../flake/flake-files.ts';
import {
  type Discovery,
  discoverMachines,
  evaluateMachine,
  type Fleet,
  type FleetHost,
  type NamedMachine,
  nameMachines,
} from '../flake/fleet.ts';
import type { MachineWork, MadeMachine, OptionTables } from '../machine-work.ts';
import { type MachineBriefs, optionBriefs } from '../options/briefs.ts';
import type { Caches } from './caches.ts';
import { untilChanged } from './parts.ts';
import { sourcesOf, Trace, type View } from './trace.ts';

/**
 * The machines of one snapshot. What still holds of earlier snapshots is not
 * evaluated again, and no answer depends on what was asked before.
 */
export class FleetFacts {
  readonly #view: View;
  readonly #caches: Caches;
  readonly #evaluations = new Map<string, Evaluation>();
  #found: FoundFleet | undefined;
  #machines: readonly MachineFacts[] | undefined;
  #options: readonly Table<'option'>[] | undefined;
  #homeOptions: readonly Table<'home-option'>[] | undefined;

  constructor(view: View, caches: Caches) {
    this.#view = view;
    this.#caches = caches;
  }

  /** What there may be besides the machines that are known. */
  get gaps(): readonly FlakeGap[] {
    const lost = this.#fleet.machines.filter((machine) => !this.#factsOf(machine));
    return [
      ...this.#fleet.gaps,
      ...lost.map(({ output, class: hostClass, at }): FlakeGap => {
        return { output, class: hostClass, at, reason: { kind: 'budget' } };
      }),
    ];
  }

  get machines(): readonly MachineFacts[] {
    this.#machines ??= this.#fleet.machines.flatMap((machine) => this.#factsOf(machine) ?? []);
    return this.#machines;
  }

  /** Makes the facts of one machine at a time. */
  *evaluateAll(): Generator<undefined, void> {
    for (const machine of this.#fleet.machines) {
      this.#factsOf(machine);
      yield;
    }
  }

  /** The machines, for whoever shares the work. */
  get work(): MachineWork {
    const machines = new Map(this.#fleet.machines.map((machine) => [keyOf(machine), machine]));
    return {
      machines: [...machines].map(([key, { name }]) => ({ name, key })),
      make: (key, options) => {
        const machine = machines.get(key);
        return machine && this.#make(machine, options);
      },
      take: (key, made) => {
        if (machines.has(key)) this.#take(key, made);
      },
    };
  }

  /** Forgets machines whose options nobody has read, unless they are as few as may be kept. */
  release(most = 0): void {
    if (this.#evaluations.size > most) this.#evaluations.clear();
  }

  /** Options are many, and made apart for whoever does not need them. */
  get options(): readonly Table<'option'>[] {
    this.#options ??= this.#fleet.machines.map((machine) => this.#optionsOf(machine));
    return this.#options;
  }

  /** Few ask for these, so nothing is done for them before somebody does. */
  get homeOptions(): readonly Table<'home-option'>[] {
    this.#homeOptions ??= this.#fleet.machines.map((machine) => this.#homeOptionsOf(machine));
    return this.#homeOptions;
  }

  /** The machines by their names, whether they can be evaluated or not. */
  get named(): readonly NamedMachine[] {
    return this.#fleet.machines;
  }

  /** What each machine says of its options at a glance; `undefined` between steps of work. */
  *briefs(): Generator<MachineBriefs | undefined, void> {
    for (const machine of this.#fleet.machines) yield* this.#briefsOf(machine);
  }

  /** A machine evaluated anew, for what no table holds. */
  evaluate(name: string): FleetHost | undefined {
    const machine = this.#fleet.machines.find((each) => each.name === name);
    return machine && evaluateMachine(sourcesOf(this.#view), machine).hosts[0];
  }

  get #fleet(): FoundFleet {
    this.#found ??= this.#discover();
    return this.#found;
  }

  #discover(): FoundFleet {
    const { discoveries, machines, options, homeOptions, briefs, observe } = this.#caches;
    const flakes = machineFilesIn(this.#view.paths);
    const found = flakes.map((flake) =>
      discoveries.get(flake, this.#view, (sources): Discovery => {
        observe({ kind: 'flake-evaluated', flake });
        return discoverMachines(sources, flake);
      }),
    );
    const named = nameMachines(found.flatMap((each) => each.machines));
    const keys = new Set(named.map(keyOf));
    discoveries.keepOnly(new Set(flakes));
    machines.keepOnly(keys);
    options.keepOnly(keys);
    homeOptions.keepOnly(keys);
    briefs.keepOnly(keys);
    return { machines: named, gaps: found.flatMap(({ gaps }) => gaps) };
  }

  #factsOf(machine: NamedMachine): MachineFacts | undefined {
    const key = keyOf(machine);
    const kept = this.#caches.machines.find(key, this.#view);
    return kept ? kept.facts : this.#evaluate(machine).facts;
  }

  #make(machine: NamedMachine, tables: OptionTables): MadeMachine {
    const facts = this.#factsOf(machine);
    if (tables === 'none') return { facts };
    const homeOptions = tables === 'homes' ? this.#homeOptionsOf(machine) : undefined;
    return { facts, options: this.#optionsOf(machine), ...(homeOptions && { homeOptions }) };
  }

  #take(key: string, { facts, options, homeOptions }: MadeMachine): void {
    const hold = untilChanged(this.#view);
    this.#caches.machines.keep(key, hold, { facts });
    if (options) this.#caches.options.keep(key, hold, options);
    if (homeOptions) this.#caches.homeOptions.keep(key, hold, homeOptions);
  }

  #optionsOf(machine: NamedMachine): Table<'option'> {
    const key = keyOf(machine);
    const kept = this.#caches.options.find(key, this.#view);
    if (kept) return kept;
    return this.#readOptions(key, this.#evaluations.get(key) ?? this.#evaluate(machine));
  }

  /** Nothing but the options of homes is read of a machine after its options, so it is forgotten. */
  #readOptions(key: string, { fleet, trace }: Evaluation): Table<'option'> {
    this.#evaluations.delete(key);
    const table = plain(optionTable(fleet));
    this.#caches.options.keep(key, trace.copy(), table);
    return table;
  }

  /** The options of homes come after those of the machine, whoever asks for which first. */
  #homeOptionsOf(machine: NamedMachine): Table<'home-option'> {
    const { homeOptions } = this.#caches;
    const key = keyOf(machine);
    const kept = homeOptions.find(key, this.#view);
    if (kept) return kept;
    const evaluation = this.#evaluations.get(key) ?? this.#evaluate(machine);
    this.#readOptions(key, evaluation);
    const table = plain(homeOptionTable(evaluation.fleet));
    homeOptions.keep(key, evaluation.trace, table);
    return table;
  }

  /** Read after what the tables of options read, whoever asks for which first; the tables themselves take room and are not kept. */
  *#briefsOf(machine: NamedMachine): Generator<MachineBriefs | undefined, void> {
    const { briefs } = this.#caches;
    const key = keyOf(machine);
    const kept = briefs.find(key, this.#view);
    if (kept) {
      yield kept.briefs;
      return;
    }
    const evaluation = this.#evaluations.get(key) ?? this.#evaluate(machine);
    this.#evaluations.delete(key);
    optionTable(evaluation.fleet);
    yield;
    homeOptionTable(evaluation.fleet);
    yield;
    const made = yield* optionBriefs(evaluation.fleet);
    briefs.keep(key, evaluation.trace, { briefs: made });
    yield made;
  }

  /** Options are read after everything else of the machine, so that they are the same whoever asks first. */
  #evaluate(machine: NamedMachine): Evaluation {
    const { machines, observe } = this.#caches;
    observe({ kind: 'machine-evaluated', machine: machine.name });
    const trace = new Trace();
    const sources = trace.watch(this.#view);
    const fleet = evaluateMachine(sources, machine);
    const facts = machineFacts(fleet, sources);
    machines.keep(keyOf(machine), trace.copy(), { facts });
    const evaluation = { fleet, trace, facts };
    this.#evaluations.set(keyOf(machine), evaluation);
    return evaluation;
  }
}

interface FoundFleet {
  readonly machines: readonly NamedMachine[];
  readonly gaps: readonly FlakeGap[];
}

/** A machine of which options may still be asked. */
interface Evaluation {
  readonly fleet: Fleet;
  readonly trace: Trace;
  readonly facts: MachineFacts | undefined;
}

/** Everything that is known before the machine is evaluated, and that its facts depend on. */
function keyOf(machine: NamedMachine): string {
  return JSON.stringify(machine);
}
