import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Site } from '#analyzer/site.ts';
import type { FleetContext } from '#linter/rule.ts';
import type { Convention } from './convention.ts';
import { type Scope, textOf } from './scope.ts';
import { parseTemplate } from './template.ts';

/** Reports a row in the words of the convention, or in these. */
export function reportRow(
  { context, convention }: { readonly context: FleetContext; readonly convention: Convention },
  scope: Scope,
  otherwise: string,
  related: readonly Note[] = [],
): void {
  const said = convention.message && textOf(parseTemplate(convention.message), scope);
  const message = said === undefined || isUndecided(said) ? otherwise : said;
  context.report(placeOf(convention, scope), { message, related });
}

/** Where the column is written that the convention names, else where the row comes from. */
export function placeOf({ at }: Convention, { row }: Scope): Site {
  return (at === undefined ? undefined : row.places?.[at]) ?? row.at;
}
