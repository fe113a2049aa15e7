import type { Site } from '#analyzer/site.ts';
import type { ConventionInfo, Emitter } from './emitter.ts';
import type { OptionValue } from './options.ts';

/** One output that somebody asks for. */
export interface EmitJob {
  /** The name of the emitter. */
  readonly emitter: string;
  /** Where it goes, with placeholders; as the emitter says otherwise. */
  readonly output: string | undefined;
  /** The fence that it goes into; one with the emitter's name otherwise, if the file has it. */
  readonly region: string | undefined;
  /** Only what belongs to these machines; empty for all. */
  readonly hosts: readonly string[];
  readonly options: Readonly<Record<string, OptionValue | undefined>>;
  /** Where the configuration asks for it. */
  readonly at: Site | undefined;
}

/** Everything that is asked for, and what it is made with. */
export interface EmitRequest {
  readonly emitters: readonly Emitter[];
  readonly jobs: readonly EmitJob[];
  /** What the presets of the workspace say of an option. */
  readonly parameter: (name: string) => OptionValue | undefined;
  readonly conventions: readonly ConventionInfo[];
  readonly compare: (a: string, b: string) => number;
}
