import type { FilePath } from './diagnostic.ts';
import type { Facts } from './facts/facts.ts';
import type { FileAnalysis } from './file-analysis.ts';
import type { Files } from './files.ts';
import type { FleetHost } from './flake/fleet.ts';
import type { MachineWork } from './machine-work.ts';
import type { MachineBriefs } from './options/briefs.ts';
import type { AnalyzerSettings } from './settings.ts';

/** An immutable view of the workspace. Answers are computed when first asked for. */
export interface Snapshot {
  /** Every file that belongs to the workspace, sorted. */
  readonly files: readonly FilePath[];
  readonly settings: AnalyzerSettings;
  /** What is at any path, also of files that do not belong to the workspace. */
  readonly contents: Files;
  /** `undefined` for files that are absent, unreadable, or in a language without a tree. */
  analysis(file: FilePath): FileAnalysis | undefined;
  /** The text of any file; `undefined` when absent or unreadable. */
  text(file: FilePath): string | undefined;
  facts(): Facts;
  /** Evaluates one machine after the other, for whoever has something to do in between; their facts are at hand afterwards. */
  evaluate(): Generator<undefined, void>;
  /** The machines, for threads that share the work of evaluating them. */
  machineWork(): MachineWork;
  /** What each machine says of its options at a glance, one after the other, with `undefined` between steps of work. What still holds is not worked out again. */
  briefs(): Generator<MachineBriefs | undefined, void>;
  /** Forgets of the machines what nothing but tables of options that nobody has asked for yet would need; those evaluate them anew. Nothing is forgotten while it is of no more than `most` machines. */
  release(most?: number): void;
  /** The machines one after the other, to ask for what no table holds, each from the evaluation that its tables were read from; it is forgotten when the next one comes. */
  machines(): Generator<FleetHost, void>;
  /** A machine by its name in the facts, to ask for what no table holds. It is evaluated anew; `undefined` when the fleet has none of that name. */
  machine(name: string): FleetHost | undefined;
}
