import type { Diagnostic, Location } from '#analyzer/diagnostic.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { AnyRow } from './mutant.ts';
import type { Trial } from './trial.ts';

/** The rows of these tables that a finding points at, first of all with its own place. */
export function placesTouched(
  { snapshot }: Trial,
  finding: Diagnostic,
  tables: ReadonlySet<TableName>,
): readonly AnyRow[] {
  const facts = snapshot.facts();
  return [...tables].flatMap((name) => {
    const rows = facts.table(name).rows as readonly unknown[] as readonly AnyRow[];
    return rows.filter(({ at, places }) => {
      const sites = [at, ...Object.values(places ?? {})].filter(
        ({ file }) => file === finding.file,
      );
      return sites.some((site) => isAt(facts.locate(site), finding));
    });
  });
}

function isAt(place: Location, { span }: Diagnostic): boolean {
  return place.span.start <= span.start && span.end <= place.span.end;
}
