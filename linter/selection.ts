import { configurableNames, notConfigurable } from './configurable-names.ts';
import type { Rule } from './rule.ts';
import { presets, type Selection } from './settings.ts';

export type SelectionResult =
  | { readonly kind: 'selection'; readonly selection: Selection }
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * The rules that names stand for. A name is a rule (`order/imports`), a group
 * (`order` or `order/*`) or a preset.
 */
export function selectionOf(
  {
    select,
    ignore,
  }: { readonly select: readonly string[] | undefined; readonly ignore: readonly string[] },
  rules: readonly Rule[],
): SelectionResult {
  const names = configurableNames(rules);
  const groups = new Set(names.map(groupOf));
  for (const name of [...(select ?? []), ...ignore]) {
    if (rulesNamed(name, rules).length > 0 || presets.some((preset) => preset === name)) continue;
    const known = [...names, ...groups, ...presets];
    return { kind: 'unknown', message: notConfigurable(name, 'rule, group or preset', known) };
  }
  const resolve = (wanted: readonly string[]): Set<string> => {
    return new Set(wanted.flatMap((name) => rulesNamed(name, rules)));
  };
  const selected = select === undefined ? undefined : resolve(select);
  return { kind: 'selection', selection: { select: selected, ignore: resolve(ignore) } };
}

function rulesNamed(wanted: string, rules: readonly Rule[]): string[] {
  const group = wanted.replace(/\/\*$/, '');
  const named = configurableNames(rules).filter(
    (name) => name === wanted || groupOf(name) === group,
  );
  if (named.length > 0) return named;
  const inPreset = rules.filter(({ meta }) => meta.presets.some((preset) => preset === wanted));
  return inPreset.map(({ meta }) => meta.name);
}

function groupOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}
