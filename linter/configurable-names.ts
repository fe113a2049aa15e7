import { didYouMean } from './closest.ts';
import {
  baselineStale,
  configUnknownMachine,
  engineRules,
  fileEncrypted,
  suppressionMissingReason,
  suppressionUnknownRule,
  suppressionUnused,
} from './engine-rules.ts';
import type { Rule } from './rule.ts';

/** Findings of the engine whose level a configuration may set. */
export const adjustable = [
  baselineStale,
  configUnknownMachine,
  fileEncrypted,
  suppressionMissingReason,
  suppressionUnknownRule,
  suppressionUnused,
];

/** Every name that may stand under `[rules]` or be selected. */
export function configurableNames(rules: readonly Rule[]): string[] {
  return [...rules, ...adjustable].map(({ meta }) => meta.name);
}

/** Why the name cannot stand where a level is set: nobody has it, or what has it is always on. */
export function notConfigurable(name: string, kind: string, known: readonly string[]): string {
  const isFixed = engineRules.some(({ meta }) => meta.name === name) && !known.includes(name);
  return isFixed
    ? `\`${name}\` is always on: without it a clean result would be a guess`
    : `there is no ${kind} \`${name}\`${didYouMean(name, known)}`;
}
