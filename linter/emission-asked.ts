import type { Comparison } from '#analyzer/order/compare.ts';
import type { EmitEntry, EmitterOptionInfo, TemplateEntry } from './emission.ts';
import { dedent } from './example.ts';
import { comparisonOption } from './ordered.ts';
import type { Rule, RuleMeta } from './rule.ts';
import { activeSetting, type Config, defaultSettings, type Settings } from './settings.ts';

/** What a workspace asks emitters for, as plain data. */
export interface EmissionAsked {
  readonly file: Config['file'];
  readonly entries: readonly EmitEntry[];
  readonly templates: readonly TemplateEntry[];
  /** The value that the presets of the workspace give to an option of this name. */
  readonly parameter: (name: string) => EmitterOptionInfo['default'] | undefined;
  /** The rules that are on, sorted by name. */
  readonly conventions: readonly ConventionText[];
  /** How the workspace puts names in order. */
  readonly comparison: Comparison;
}

export interface ConventionText extends Pick<RuleMeta, 'name' | 'summary' | 'fix'> {
  readonly severity: RuleMeta['severity'];
  readonly why: string;
  readonly kind: 'own' | 'repository' | 'language';
}

/** What a configuration asks emitters for. Choices of one call, such as `--select`, do not count. */
export function emissionAsked(config: Config, rules: readonly Rule[]): EmissionAsked {
  const active = activeRules({ ...defaultSettings, config }, rules);
  return {
    file: config.file,
    entries: config.emit,
    templates: config.templates,
    parameter: (name) => {
      for (const values of config.parameters.values()) {
        const value = values[name];
        if (value !== undefined && value !== '') return value;
      }
      return undefined;
    },
    conventions: active.map(({ rule, level }) => conventionText(rule, level)),
    comparison: active.map(comparisonOf).find((found) => found !== undefined) ?? 'bytes',
  };
}

interface ActiveRule {
  readonly rule: Rule;
  readonly level: RuleMeta['severity'];
  readonly options: ReturnType<typeof activeSetting>['options'];
}

function activeRules(settings: Settings, rules: readonly Rule[]): readonly ActiveRule[] {
  const all = rules.flatMap((rule): ActiveRule[] => {
    const { level, options } = activeSetting(rule, settings, []);
    return level === 'off' ? [] : [{ rule, level, options }];
  });
  return all.sort((a, b) => (a.rule.meta.name < b.rule.meta.name ? -1 : 1));
}

function conventionText(rule: Rule, severity: RuleMeta['severity']): ConventionText {
  const { name, summary, fix } = rule.meta;
  const why = dedent(rule.docs.why).trim();
  return { name, summary, severity, fix, why, kind: kindOf(rule) };
}

/** What other linters of Nix find as well is about the language, and so is what reads it. */
function kindOf({ meta: { name, origin, peers }, scope }: Rule): ConventionText['kind'] {
  if (origin === 'configuration') return 'own';
  const isLanguage = peers !== undefined || /^(nix|hcl)\//.test(name);
  return scope === 'file' && isLanguage ? 'language' : 'repository';
}

function comparisonOf({ rule, options }: ActiveRule): Comparison | undefined {
  const isOrder = rule.meta.name.startsWith('order/') && 'comparison' in options;
  return isOrder ? comparisonOption(options, 'comparison') : undefined;
}
