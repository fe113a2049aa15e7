import { Drop } from 'liquidjs';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Row } from '#analyzer/facts/schema.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { EmitContext, Problem } from '../emitter.ts';
import type { OptionValues } from '../options.ts';

type Report = (problem: Problem) => void;

/** A row as templates see it: columns by their names. One that is not known is reported where it is read. */
export class RowInTemplate extends Drop {
  readonly #row: Row;
  readonly #report: Report;

  constructor(row: Row, report: Report) {
    super();
    this.#row = row;
    this.#report = report;
  }

  override liquidMethodMissing(name: string | number): unknown {
    const value: unknown = Object.hasOwn(this.#row, name)
      ? Reflect.get(this.#row, name)
      : undefined;
    if (!isUndecided(value)) return name === 'at' || name === 'places' ? undefined : value;
    const message = `\`${name}\` is not known: ${value.undecided}`;
    this.#report({ message, at: this.#row.places?.[name] ?? this.#row.at });
    return undefined;
  }
}

/** Every table by its name; each is made when a template asks for it. */
export class FactsInTemplate extends Drop {
  readonly #context: EmitContext<OptionValues>;
  readonly #report: Report;

  constructor(context: EmitContext<OptionValues>, report: Report) {
    super();
    this.#context = context;
    this.#report = report;
  }

  override liquidMethodMissing(name: string | number): unknown {
    if (!isTable(name)) return undefined;
    const rows: readonly Row[] = this.#context.facts.table(name).rows;
    return rows.map((row) => new RowInTemplate(row, this.#report));
  }
}

function isTable(name: string | number): name is TableName {
  return Object.hasOwn(tables, name);
}
