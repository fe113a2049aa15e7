import type { Diagnostic, Location } from '#analyzer/diagnostic.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import type { AnyRow } from './mutant.ts';
import type { Trial } from './trial.ts';

/** A row that a finding points at. */
export interface Partner {
  readonly table: TableName;
  readonly row: AnyRow;
}

/** The rows that have a place at which a finding is. */
export function rowsAt({ snapshot }: Trial, finding: Diagnostic): readonly Partner[] {
  const facts = snapshot.facts();
  return (Object.keys(tables) as TableName[]).flatMap((table) => {
    const rows = facts.table(table).rows as readonly unknown[] as readonly AnyRow[];
    const touched = rows.filter(({ at, places }) => {
      const sites = [at, ...Object.values(places ?? {})];
      return sites.some((site) => site.file === finding.file && isAt(facts.locate(site), finding));
    });
    return touched.map((row) => ({ table, row }));
  });
}

function isAt(place: Location, { span }: Diagnostic): boolean {
  return place.span.start <= span.start && span.end <= place.span.end;
}
