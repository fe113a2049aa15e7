import picomatch from 'picomatch';
import type { FilePath, Severity } from '#analyzer/diagnostic.ts';
import { type AnalyzerSettings, defaultAnalyzerSettings } from '#analyzer/settings.ts';
import type { Span } from '#parser/span.ts';
import type { Baseline } from './baseline-file.ts';
import type { EmitEntry, TemplateEntry } from './emission.ts';
import type { OptionValues, Preset, Rule, RuleMeta } from './rule.ts';

export type Level = Severity | 'off';

/** What a configuration says about one rule. An absent level leaves it as it is. */
export interface RuleSetting {
  readonly level: Level | undefined;
  readonly options: OptionValues;
}

export type RuleSettings = ReadonlyMap<string, RuleSetting>;

export interface Override {
  readonly files: readonly string[];
  readonly rules: RuleSettings;
}

/** Findings that the configuration silences where no comment can. */
export interface Ignore {
  readonly rule: string;
  readonly files: readonly string[];
  /** Part of the message; absent means every finding of the rule in these files. */
  readonly where: string | undefined;
  readonly reason: string;
  /** Where the configuration says so. */
  readonly span: Span;
}

/** A name that the configuration gives to an option which stands for a machine. */
export interface MachineName {
  readonly name: string;
  readonly span: Span;
}

/** A `flakewise.toml`, checked. */
export interface Config {
  readonly file: FilePath;
  readonly presets: readonly Preset[];
  readonly parameters: ReadonlyMap<Preset, OptionValues>;
  readonly rules: RuleSettings;
  readonly overrides: readonly Override[];
  readonly ignores: readonly Ignore[];
  readonly exclude: readonly string[];
  /** Globs that say which files are shared code; empty leaves it to the facts. */
  readonly shared: readonly string[];
  /** The file with the findings that are known, where the configuration names one. */
  readonly baseline: FilePath | undefined;
  readonly analyzer: AnalyzerSettings;
  readonly machines: readonly MachineName[];
  /** Conventions of the repository, as rules. */
  readonly conventions: readonly Rule[];
  /** What flakewise is to write. */
  readonly emit: readonly EmitEntry[];
  /** Emitters of the repository. */
  readonly templates: readonly TemplateEntry[];
}

/** Which rules the command line asks for. */
export interface Selection {
  /** Exactly these and the syntax rules; `undefined` leaves the choice to the configuration. */
  readonly select: ReadonlySet<string> | undefined;
  readonly ignore: ReadonlySet<string>;
}

export interface Settings {
  readonly config: Config;
  readonly selection: Selection;
  /** Limits what is reported, never what is known. */
  readonly reports: (file: FilePath) => boolean;
  /** Findings that are left out because they are known. */
  readonly baseline?: Baseline;
  /** Whether every file is looked at once and never again, so that nothing need be remembered of those that only rules for files read. */
  readonly isPassing?: boolean;
}

/** What holds for one rule in one file. */
export interface ActiveSetting {
  readonly level: Level;
  readonly options: OptionValues;
}

export const presets: readonly Preset[] = ['recommended', 'proxied-fleet', 'statix', 'deadnix'];
export const configFile = 'flakewise.toml' as FilePath;
export const levels: readonly Level[] = ['off', 'hint', 'warning', 'error'];

/** What holds where there is no configuration file. */
export const defaultConfig: Config = {
  file: configFile,
  presets: ['recommended'],
  parameters: new Map(),
  rules: new Map(),
  overrides: [],
  ignores: [],
  exclude: [],
  shared: [],
  baseline: undefined,
  analyzer: defaultAnalyzerSettings,
  machines: [],
  conventions: [],
  emit: [],
  templates: [],
};

const defaultSelection: Selection = { select: undefined, ignore: new Set() };

export const defaultSettings: Settings = {
  config: defaultConfig,
  selection: defaultSelection,
  reports: () => true,
};

/** Broken syntax hides findings of every other rule, so a selection does not silence it. */
export function isSyntaxRule(name: string): boolean {
  return name.endsWith('/syntax');
}

/** The setting of a rule where the given overrides apply, in their order. */
export function activeSetting(
  rule: Rule,
  { config, selection }: Settings,
  overrides: readonly Override[],
): ActiveSetting {
  const { name } = rule.meta;
  const base = config.rules.get(name);
  const overriding = overrides.flatMap(({ rules }) => rules.get(name) ?? []);
  const options = [
    defaultOptions(rule),
    ...rule.meta.presets.map((preset) => declared(rule, config.parameters.get(preset))),
    base?.options,
    ...overriding.map((setting) => setting.options),
  ];
  const override = overriding.findLast((setting) => setting.level !== undefined)?.level;
  const enabled =
    rule.meta.origin === 'configuration' ||
    rule.meta.presets.some((preset) => config.presets.includes(preset));
  return {
    level: activeLevel(rule, selection, {
      override,
      base: base?.level,
      preset: enabled ? rule.meta.severity : 'off',
    }),
    options: Object.assign({}, ...options),
  };
}

/** The level of a finding of the engine, which no preset and no selection turns off. */
export function engineLevel(
  { name, severity }: Pick<RuleMeta, 'name' | 'severity'>,
  file: FilePath,
  { config, selection }: Settings,
): Level {
  if (selection.ignore.has(name)) return 'off';
  const override = config.overrides.findLast(({ files, rules }) => {
    return rules.get(name)?.level !== undefined && globMatcher(files)(file);
  });
  return override?.rules.get(name)?.level ?? config.rules.get(name)?.level ?? severity;
}

/** The values a rule's options have when nobody sets them. */
export function defaultOptions(rule: Rule): OptionValues {
  const options = Object.entries(rule.meta.options ?? {});
  return Object.fromEntries(options.map(([name, option]) => [name, option.default]));
}

/** A test for paths; a pattern without a slash matches the name of a file in any folder. */
export function globMatcher(globs: readonly string[]): (file: string) => boolean {
  if (globs.length === 0) return () => false;
  const patterns = globs.map((glob) => {
    const inside = glob.replace(/^\.?\//, '').replace(/\/$/, '/**');
    return inside.includes('/') || glob.startsWith('/') ? inside : `**/${inside}`;
  });
  return picomatch(patterns, { dot: true });
}

function declared(rule: Rule, parameters: OptionValues | undefined): OptionValues {
  const known = Object.entries(parameters ?? {}).filter(
    ([name]) => name in (rule.meta.options ?? {}),
  );
  return Object.fromEntries(known);
}

/** What each source says about one rule, the strongest first. */
interface LevelSources {
  readonly override: Level | undefined;
  readonly base: Level | undefined;
  readonly preset: Level;
}

function activeLevel({ meta }: Rule, selection: Selection, sources: LevelSources): Level {
  if (selection.ignore.has(meta.name)) return 'off';
  const { override, base, preset } = sources;
  if (selection.select?.has(meta.name)) {
    return override ?? (base === 'off' ? undefined : base) ?? meta.severity;
  }
  if (selection.select !== undefined && !isSyntaxRule(meta.name)) return 'off';
  return override ?? base ?? preset;
}
