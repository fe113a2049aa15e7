import type { Span } from '#parser/span.ts';
import type { Emitter } from '../emitter.ts';

/** A template as a configuration has it. */
export interface WrittenTemplate extends Pick<Emitter, 'name' | 'summary' | 'output' | 'effect'> {
  /** The table that it is about. */
  readonly table: string | undefined;
  /** Values that its rows have; texts may have `*`. */
  readonly where: Readonly<Record<string, string | number | boolean>>;
  /** The columns that its rows are sorted by. */
  readonly sort: readonly string[];
  /** Whether there is one file for each row. */
  readonly each: boolean;
  readonly template: string;
  /** Where the template is written. */
  readonly span: Span;
}
