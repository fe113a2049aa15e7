import type { FilePath } from '#analyzer/diagnostic.ts';
import { adjustable } from '#linter/configurable-names.ts';
import { tomlValue } from '#linter/explain.ts';
import { profilesOf } from '#linter/profiles.ts';
import type { OptionValues, Rule } from '#linter/rule.ts';
import { engineLevel, globMatcher, isSyntaxRule, type Level } from '#linter/settings.ts';
import type { Setup } from '../configuration.ts';

/**
 * What holds for one file, as TOML that the configuration could say: presets,
 * and every rule that is on with its level, its options and where they come
 * from; then those that the configuration turns off.
 */
export function configurationPage({ settings, rules }: Setup, file: FilePath): string {
  const { config } = settings;
  const profile = profilesOf(rules, settings, [file]).of(file);
  const excluded = globMatcher(config.exclude)(file);
  const lines = rules.map((rule) => {
    const setting = profile.get(rule);
    const level = setting?.level ?? 'off';
    return { name: rule.meta.name, level, options: setting?.options ?? {}, rule };
  });
  const on = lines.filter(({ level }) => level !== 'off');
  const off = lines.filter(({ level, name }) => level === 'off' && isNamed(config, name, file));
  const engine = adjustable.map(({ meta }) => {
    const level = engineLevel(meta, file, settings);
    return `${setLine(meta.name, level, {})}  # flakewise itself`;
  });
  return [
    `# What holds for ${file}.`,
    ...(excluded ? ['# It is excluded: nothing is reported in it.'] : []),
    '',
    `extends = [${config.presets.map((preset) => JSON.stringify(preset)).join(', ')}]`,
    '',
    '[rules]',
    ...[...on, ...off].map(({ name, level, options, rule }) => {
      return `${setLine(name, level, options)}  # ${originOf(rule, { settings }, file)}`;
    }),
    ...engine,
    '',
  ].join('\n');
}

type Config = Setup['settings']['config'];

/** Whether the configuration says something about the rule for the file. */
function isNamed({ rules, overrides }: Config, name: string, file: FilePath): boolean {
  if (rules.get(name)?.level !== undefined) return true;
  return overrides.some((override) => {
    return override.rules.get(name)?.level !== undefined && globMatcher(override.files)(file);
  });
}

/** Who has given a rule its level. */
function originOf({ meta }: Rule, { settings }: Pick<Setup, 'settings'>, file: FilePath): string {
  const { config } = settings;
  const override = config.overrides.findLast(({ files, rules }) => {
    return rules.get(meta.name)?.level !== undefined && globMatcher(files)(file);
  });
  if (override) return `[[overrides]] for ${override.files.join(', ')}`;
  if (config.rules.get(meta.name)?.level !== undefined) return '[rules]';
  if (meta.origin === 'configuration') return `a convention of ${meta.since}`;
  const preset = meta.presets.find((name) => config.presets.includes(name));
  if (preset !== undefined) return `preset ${preset}`;
  return isSyntaxRule(meta.name) ? 'always' : 'off unless turned on';
}

function setLine(name: string, level: Level, options: OptionValues): string {
  const values = Object.entries(options).map(([key, value]) => `${key} = ${tomlValue(value)}`);
  const setting =
    values.length === 0 || level === 'off'
      ? JSON.stringify(level)
      : `{ ${[`severity = "${level}"`, ...values].join(', ')} }`;
  return `${JSON.stringify(name)} = ${setting}`;
}
