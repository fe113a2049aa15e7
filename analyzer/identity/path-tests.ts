import { isUndecided } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { IdentityCheckRow } from '../facts/identity.ts';

/** How the places that look for a file are related to those that use it. */
export interface PathTests {
  /** Whether the file of this row first asks if there is something at the path. */
  isTested(row: IdentityCheckRow): boolean;
  /** Whether the row asks for a file only to import it in the same expression. */
  isGuard(row: IdentityCheckRow): boolean;
}

export function pathTests(rows: readonly IdentityCheckRow[], facts: Facts): PathTests {
  const key = (row: IdentityCheckRow): string => pathKey(row, facts);
  const imports = rows.filter(({ use }) => use === 'import');
  const tested = new Set(rows.filter(({ use }) => use === 'exists').map(key));
  return {
    isTested: (row) => tested.has(key(row)),
    isGuard: (row) => {
      const guarded = row.places?.guarded;
      if (guarded === undefined) return false;
      const { start, end } = facts.locate(guarded).span;
      return imports.some((each) => {
        if (key(each) !== key(row)) return false;
        const { span } = facts.locate(each.at);
        return start <= span.start && span.end <= end;
      });
    },
  };
}

/** One name for all uses of a path in one file; of a path that is not known, as it is written. */
function pathKey({ file, path, at }: IdentityCheckRow, facts: Facts): string {
  if (!isUndecided(path)) return `${file}:${path ?? ''}`;
  const { span } = facts.locate(at);
  return `${file}:?${facts.text(file)?.slice(span.start, span.end) ?? ''}`;
}
