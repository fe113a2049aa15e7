import type { FilePath } from '#analyzer/diagnostic.ts';
import { oncePer } from '#analyzer/once-per.ts';
import type { OptionValues, Rule } from './rule.ts';
import {
  type ActiveSetting,
  activeSetting,
  type Config,
  globMatcher,
  type Selection,
  type Settings,
} from './settings.ts';

/** What holds for every rule in the files that the same overrides apply to. */
export type Profile = ReadonlyMap<Rule, ActiveSetting>;

export interface Profiles {
  /** The profile of a file; files that the same overrides apply to share one. */
  of(file: FilePath): Profile;
  /** The different option values of a rule wherever it is on. */
  variants(rule: Rule): readonly OptionValues[];
}

/** Works out once per set of overrides, and not once per file, what holds where. */
export function profilesOf(
  rules: readonly Rule[],
  settings: Settings,
  files: readonly FilePath[],
): Profiles {
  const { config, selection } = settings;
  const matchers = matchersOf(config);
  const known = knownProfiles(config)(selection)(rules);
  const profileOf = (applying: readonly number[]): Profile => {
    const key = applying.join();
    const profile = known.get(key) ?? makeProfile(rules, settings, applying);
    known.set(key, profile);
    return profile;
  };
  const of = (file: FilePath): Profile =>
    profileOf(matchers.flatMap((matches, index) => (matches(file) ? [index] : [])));
  let holding: readonly Profile[] | undefined;
  const variants = (rule: Rule): readonly OptionValues[] => {
    holding ??= [...new Set([profileOf([]), ...(matchers.length === 0 ? [] : files.map(of))])];
    return variantsIn(holding, rule);
  };
  return { of, variants };
}

/** Looks come with every key that is typed, and settings change hardly ever. */
const knownProfiles = oncePer((_: Config) =>
  oncePer((_: Selection) => oncePer((_: readonly Rule[]) => new Map<string, Profile>())),
);

const matchersOf = oncePer(({ overrides }: Config) =>
  overrides.map((override) => globMatcher(override.files)),
);

/** Whether two sets of option values say the same. */
export function sameOptions(a: OptionValues, b: OptionValues): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function makeProfile(
  rules: readonly Rule[],
  settings: Settings,
  applying: readonly number[],
): Profile {
  const overrides = applying.flatMap((index) => settings.config.overrides[index] ?? []);
  return new Map(rules.map((rule) => [rule, activeSetting(rule, settings, overrides)]));
}

function variantsIn(profiles: readonly Profile[], rule: Rule): OptionValues[] {
  const variants: OptionValues[] = [];
  for (const profile of profiles) {
    const setting = profile.get(rule);
    if (setting === undefined || setting.level === 'off') continue;
    if (variants.some((variant) => sameOptions(variant, setting.options))) continue;
    variants.push(setting.options);
  }
  return variants;
}
