import {
  suppressionMissingReason,
  suppressionUnknownRule,
  suppressionUnused,
} from './engine-rules.ts';
import type { Rule } from './rule.ts';

/** Findings of the engine whose level a configuration may set. */
export const adjustable = [suppressionMissingReason, suppressionUnknownRule, suppressionUnused];

/** Every name that may stand under `[rules]` or be selected. */
export function configurableNames(rules: readonly Rule[]): string[] {
  return [...rules, ...adjustable].map(({ meta }) => meta.name);
}
