import type { Fix, Note } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Site } from '#analyzer/site.ts';
import type { FleetContext } from '#linter/rule.ts';
import type { Convention } from './convention.ts';
import { type Scope, textOf } from './scope.ts';
import { parseTemplate } from './template.ts';

/** What is said of a row. */
export interface Report {
  /** The words where the convention has none. */
  readonly otherwise: string;
  readonly related?: readonly Note[];
  readonly fixes?: readonly Fix[];
}

/** Reports a row in the words of the convention, or in others. */
export function reportRow(
  { context, convention }: { readonly context: FleetContext; readonly convention: Convention },
  scope: Scope,
  { otherwise, related = [], fixes = [] }: Report,
): void {
  const said = convention.message && textOf(parseTemplate(convention.message), scope);
  const message = said === undefined || isUndecided(said) ? otherwise : said;
  context.report(placeOf(convention, scope), { message, related, fixes });
}

/** Where the column is written that the convention names, else where the row comes from. */
export function placeOf({ at }: Convention, { row }: Scope): Site {
  return (at === undefined ? undefined : row.places?.[at]) ?? row.at;
}
