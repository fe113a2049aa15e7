import type { OptionValues } from './rule.ts';

/** The texts of an option that is a list. */
export function textsOption(options: OptionValues, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value : [];
}

/** The text of an option; empty where it is none. */
export function textOption(options: OptionValues, name: string): string {
  const value = options[name];
  return typeof value === 'string' ? value : '';
}
