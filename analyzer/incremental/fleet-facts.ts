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
  readonly #evaluations = new Map<NamedMachine, Evaluation>();
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
    const machines = new Map(
      this.#fleet.machines.map((machine) => [JSON.stringify(machine), machine]),
    );
    return {
      machines: [...machines].map(([key, { name }]) => ({ name, key })),
      make: (key, options) => {
        const machine = machines.get(key);
        return machine && this.#make(machine, options);
      },
      take: (key, made) => {
        const machine = machines.get(key);
        if (machine) this.#take(machine, made);
      },
    };
  }

  /**
   * Forgets machines whose options nobody has read, unless they are as few as may
   * be kept. Where none may, what was known before the last edits goes as well.
   */
  release(most = 0): void {
    if (this.#evaluations.size > most) this.#evaluations.clear();
    if (most > 0) return;
    const { machines, options, homeOptions } = this.#caches;
    for (const parts of [machines, options, homeOptions]) parts.keepLast();
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

  /** The machines, each with all of its tables read before anything else, and forgotten when the next one comes. */
  *opened(): Generator<FleetHost, void> {
    for (const machine of this.#fleet.machines) {
      const evaluation = this.#evaluationOf(machine);
      this.#homeOptionsOf(machine);
      this.#optionsOf(machine);
      this.#evaluations.delete(machine);
      const [host] = evaluation.fleet.hosts;
      if (host) yield host;
    }
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
    const { discoveries, knownMachines, machines, options, homeOptions, briefs, observe } =
      this.#caches;
    const flakes = machineFilesIn(this.#view.paths);
    const found = flakes.map((flake) =>
      discoveries.get(flake, this.#view, (sources): Discovery => {
        observe({ kind: 'flake-evaluated', flake });
        return discoverMachines(sources, flake);
      }),
    );
    const named = nameMachines(found.flatMap((each) => each.machines));
    const gaps = found.flatMap((each) => each.gaps);
    discoveries.keepOnly(new Set(flakes));
    const known = knownMachines.with(named);
    for (const parts of [machines, options, homeOptions, briefs]) parts.keepOnly(known);
    return { machines: named, gaps };
  }

  #factsOf(machine: NamedMachine): MachineFacts | undefined {
    const kept = this.#caches.machines.find(machine, this.#view);
    return kept ? kept.facts : this.#evaluate(machine).facts;
  }

  #make(machine: NamedMachine, tables: OptionTables): MadeMachine {
    const facts = this.#factsOf(machine);
    if (tables === 'none') return { facts };
    const homeOptions = tables === 'homes' ? this.#homeOptionsOf(machine) : undefined;
    return { facts, options: this.#optionsOf(machine), ...(homeOptions && { homeOptions }) };
  }

  #take(machine: NamedMachine, { facts, options, homeOptions }: MadeMachine): void {
    const seen = { hold: untilChanged(this.#view), place: machine.place };
    this.#caches.machines.keep(machine, { ...seen, value: { facts } });
    if (options) this.#caches.options.keep(machine, { ...seen, value: options });
    if (homeOptions) this.#caches.homeOptions.keep(machine, { ...seen, value: homeOptions });
  }

  #optionsOf(machine: NamedMachine): Table<'option'> {
    const kept = this.#caches.options.find(machine, this.#view);
    return kept ?? this.#readOptions(machine, this.#evaluationOf(machine));
  }

  /** Nothing but the options of homes is read of a machine after its options, so it is forgotten. */
  #readOptions(machine: NamedMachine, { fleet, trace }: Evaluation): Table<'option'> {
    this.#evaluations.delete(machine);
    const value = plain(optionTable(fleet));
    this.#caches.options.keep(machine, { hold: trace.copy(), place: fleet.place, value });
    return value;
  }

  /** The options of homes come after those of the machine, whoever asks for which first. */
  #homeOptionsOf(machine: NamedMachine): Table<'home-option'> {
    const { homeOptions } = this.#caches;
    const kept = homeOptions.find(machine, this.#view);
    if (kept) return kept;
    const evaluation = this.#evaluationOf(machine);
    const { fleet, trace } = evaluation;
    this.#readOptions(machine, evaluation);
    const value = plain(homeOptionTable(fleet));
    homeOptions.keep(machine, { hold: trace, place: fleet.place, value });
    return value;
  }

  /** Read after what the tables of options read, whoever asks for which first; the tables themselves take room and are not kept. */
  *#briefsOf(machine: NamedMachine): Generator<MachineBriefs | undefined, void> {
    const { briefs } = this.#caches;
    const kept = briefs.find(machine, this.#view);
    if (kept) {
      yield kept.briefs;
      return;
    }
    const { fleet, trace } = this.#evaluationOf(machine);
    this.#evaluations.delete(machine);
    optionTable(fleet);
    yield;
    homeOptionTable(fleet);
    yield;
    const made = yield* optionBriefs(fleet);
    briefs.keep(machine, { hold: trace, place: fleet.place, value: { briefs: made } });
    yield made;
  }

  #evaluationOf(machine: NamedMachine): Evaluation {
    return this.#evaluations.get(machine) ?? this.#evaluate(machine);
  }

  /** Options are read after everything else of the machine, so that they are the same whoever asks first. */
  #evaluate(machine: NamedMachine): Evaluation {
    const { machines, observe } = this.#caches;
    observe({ kind: 'machine-evaluated', machine: machine.name });
    const trace = new Trace();
    const sources = trace.watch(this.#view);
    const fleet = evaluateMachine(sources, machine);
    const facts = machineFacts(fleet, sources);
    machines.keep(machine, { hold: trace.copy(), place: fleet.place, value: { facts } });
    const evaluation = { fleet, trace, facts };
    this.#evaluations.set(machine, evaluation);
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
