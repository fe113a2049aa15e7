import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Row } from '#analyzer/facts/schema.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { Problem } from '../emitter.ts';

type Report = (problem: Problem) => void;

/** A row as templates see it: columns by their names. One that is not known is reported where it is read. */
export function templateRow(row: Row, report: Report): object {
  const shown = {};
  for (const [name, value] of Object.entries(row)) {
    if (name === 'at' || name === 'places') continue;
    const get = (): unknown => {
      if (!isUndecided(value)) return value;
      const message = `\`${name}\` is not known: ${value.undecided}`;
      report({ message, at: row.places?.[name] ?? row.at });
      return undefined;
    };
    Object.defineProperty(shown, name, { enumerable: true, get });
  }
  return shown;
}

/** Every table by its name; each is made when a template asks for it. */
export function templateFacts(facts: Facts, report: Report): object {
  const shown = {};
  for (const name of tableNames()) {
    let made: readonly object[] | undefined;
    const get = (): readonly object[] => {
      const rows: readonly Row[] = facts.table(name).rows;
      made ??= rows.map((row) => templateRow(row, report));
      return made;
    };
    Object.defineProperty(shown, name, { enumerable: true, get });
  }
  return shown;
}

function tableNames(): readonly TableName[] {
  return Object.keys(tables).filter(isTable);
}

/** Whether there is a table of this name. */
export function isTable(name: string): name is TableName {
  return Object.hasOwn(tables, name);
}
