import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { FleetHost } from '#analyzer/flake/fleet.ts';
import type { Site } from '#analyzer/site.ts';
import type { Format } from './format.ts';
import type { EmitterOption, EmitterOptions, OptionValues, ValuesOf } from './options.ts';

/** What stands for the placeholders in the path of an output: `{host}`, `{name}`. */
export type PartNames = Readonly<Record<string, string>>;

/** One file, or the inside of one fence, without a header. */
export interface EmittedPart {
  /** One for each placeholder of the emitter's `output`. */
  readonly names: PartNames;
  readonly text: string;
}

/** Something that was left out because it is not known, or that a person has to look at. */
export interface Problem {
  readonly message: string;
  readonly at?: Site | undefined;
}

export interface Emitted {
  readonly parts: readonly EmittedPart[];
  readonly problems: readonly Problem[];
}

/** A rule or a convention that is on, for emitters that write about conventions. */
export interface ConventionInfo {
  readonly name: string;
  readonly summary: string;
  readonly why: string;
  readonly severity: 'error' | 'warning' | 'hint';
  readonly fix: 'safe' | 'unsafe' | 'none';
  /** Whether the repository wrote it down itself, it is about repositories, or about a language. */
  readonly kind: 'own' | 'repository' | 'language';
}

/** Everything that an emitter may look at. */
export interface EmitContext<Options> {
  readonly facts: Facts;
  /** A machine by its name in the facts, for options that no table holds; see `values.ts`. */
  readonly machine: (name: string) => FleetHost | undefined;
  /** Whether a machine is asked for; every one is unless somebody chose. */
  readonly wants: (host: string) => boolean;
  readonly options: Options;
  /** What is written: one of the emitter's formats. */
  readonly format: Format;
  /** The order in which this repository lists names. */
  readonly compare: (a: string, b: string) => number;
  /** The conventions that are on, in the order of their names. */
  readonly conventions: readonly ConventionInfo[];
  /**
   * What the output holds now, without header and fence; `undefined` where there is none yet.
   * For emitters that keep what people have chosen in it, such as numbers once given.
   */
  readonly existing: (names: PartNames) => string | undefined;
  /** Where a part goes, for texts that name files from there on; `undefined` where its names do not say it. */
  readonly file: (names: PartNames) => FilePath | undefined;
}

/**
 * A pure function from facts to texts: the same facts give the same bytes. What
 * it does not know it leaves out and reports; it never guesses.
 */
export interface Emitter {
  /** Kebab case, equal to the name of its file. */
  readonly name: string;
  /** One sentence of at most 80 characters. */
  readonly summary: string;
  /** The tables that it reads, for the header and for telling whether there is anything to write. */
  readonly inputs: readonly TableName[];
  /** What it can write; the ending of the output chooses, the first one otherwise. */
  readonly formats: readonly [Format, ...Format[]];
  /** The path that it goes to unless somebody says otherwise, with placeholders such as `{host}`. */
  readonly output: string;
  /** Whether machines or what is around them become what it says, or people and programs only read it. */
  readonly effect: 'configuration' | 'documentation';
  readonly options: EmitterOptions;
  readonly emit: (context: EmitContext<OptionValues>) => Emitted;
}

interface Written<Options extends EmitterOptions>
  extends Omit<Emitter, 'options' | 'emit' | 'formats'> {
  readonly formats: readonly [Format, ...Format[]];
  readonly options: Options;
  readonly emit: (context: EmitContext<ValuesOf<Options>>) => Emitted;
}

/** An emitter; its function gets options of the types that their defaults have. */
export function emitter<const Options extends Readonly<Record<string, EmitterOption>>>(
  written: Written<Options>,
): Emitter {
  const { emit, ...rest } = written;
  return {
    ...rest,
    emit: (context) => emit({ ...context, options: context.options as ValuesOf<Options> }),
  };
}
