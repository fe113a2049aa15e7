import type { Span } from '#parser/span.ts';
import type { Rule } from './rule.ts';

/** What a configuration may set for an emitter. The type of the default is the type of the option. */
export interface EmitterOptionInfo {
  readonly summary: string;
  readonly default:
    | boolean
    | number
    | string
    | readonly string[]
    | Readonly<Record<string, string>>;
  readonly choices?: readonly string[];
}

/** What the configuration has to know of an emitter. */
export interface EmitterInfo {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, EmitterOptionInfo>>;
}

/** Every name that a configuration may use. */
export interface Vocabulary {
  readonly rules: readonly Rule[];
  readonly emitters: readonly EmitterInfo[];
}

/** An entry of `[[emit]]`: one output that the workspace wants. */
export interface EmitEntry {
  readonly name: string;
  readonly output: string | undefined;
  readonly region: string | undefined;
  readonly hosts: readonly string[];
  readonly options: Readonly<Record<string, EmitterOptionInfo['default'] | undefined>>;
  /** Where its name is written. */
  readonly span: Span;
}

/** An entry of `[[emitter]]`: a template of the workspace. */
export interface TemplateEntry {
  readonly name: string;
  readonly summary: string;
  /** The path that it goes to, with columns as placeholders where there is a file for each row. */
  readonly output: string;
  /** The table that it is about. */
  readonly table: string | undefined;
  readonly where: Readonly<Record<string, string | number | boolean>>;
  /** The columns that rows are sorted by. */
  readonly sort: readonly string[];
  /** Whether there is one file for each row. */
  readonly each: boolean;
  readonly effect: 'configuration' | 'documentation';
  readonly template: string;
  readonly span: Span;
}

/** Keys of an entry of `[[emit]]` that no emitter may have as an option. */
export const entryKeys = ['name', 'output', 'region', 'hosts'] as const;
