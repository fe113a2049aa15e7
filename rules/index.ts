import type { Rule } from '#linter/rule.ts';
import { fileRules } from './file-rules.ts';
import { fleetRules } from './fleet-rules.ts';

/** Every rule, sorted by name. */
export const rules: readonly Rule[] = [...fileRules, ...fleetRules].toSorted((a, b) =>
  a.meta.name < b.meta.name ? -1 : 1,
);
