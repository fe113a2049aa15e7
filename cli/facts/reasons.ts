import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Shown, ShownPackage, Unclear } from '#analyzer/options/shown.ts';
import type { Site } from '#analyzer/site.ts';
import type { FactTable } from './tables.ts';

/** Where something was not known: an option of a machine, or a table. */
export interface UnknownPlace {
  readonly host?: string;
  readonly option?: string;
  readonly table?: string;
  readonly at: Site | undefined;
}

/** One reason with how often it stood in the way, and the first places where it did. */
export interface CountedReason {
  readonly reason: string;
  readonly count: number;
  readonly examples: readonly UnknownPlace[];
}

const mostExamples = 3;

/** Counts why things are not known. */
export class Reasons {
  readonly #counted = new Map<string, { count: number; examples: UnknownPlace[] }>();

  add(reason: string, place: UnknownPlace): void {
    const known = this.#counted.get(reason) ?? { count: 0, examples: [] };
    known.count++;
    if (known.examples.length < mostExamples) known.examples.push(place);
    this.#counted.set(reason, known);
  }

  /** What is undecided in the rows of a table. */
  addCells({ name: table, rows }: FactTable): void {
    for (const { at, places, ...columns } of rows) {
      for (const [column, cell] of Object.entries(columns)) {
        if (isUndecided(cell)) this.add(cell.undecided, { table, at: places?.[column] ?? at });
      }
    }
  }

  addGaps({ name: table, gaps }: FactTable): void {
    for (const { reason, at } of gaps) this.add(reason, { table, at });
  }

  /** Most frequent first. */
  counted(): readonly CountedReason[] {
    return [...this.#counted]
      .map(([reason, { count, examples }]) => ({ reason, count, examples }))
      .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
  }
}

/** Every part of a value that is not known, or known by name alone. */
export function* unclearIn(value: Shown): Generator<Unclear | ShownPackage> {
  switch (value.kind) {
    case 'unknown':
    case 'package':
      yield value;
      return;
    case 'template':
      for (const part of value.parts) if (typeof part !== 'string') yield part;
      return;
    case 'list':
      for (const item of value.items) yield* unclearIn(item);
      if (value.more) yield value.more;
      return;
    case 'set':
      for (const [, entry] of value.entries) yield* unclearIn(entry);
      if (value.more) yield value.more;
      return;
    case 'null':
    case 'bool':
    case 'int':
    case 'float':
    case 'text':
    case 'path':
    case 'function':
    case 'failure':
      return;
  }
}
