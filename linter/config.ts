import * as v from 'valibot';
import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { Span } from '#parser/span.ts';
import { explainIssue } from './config-issues.ts';
import { configSchema, type RawConfig, type RawRules, type RawSetting } from './config-schema.ts';
import { conventionsIn } from './convention/conventions-in.ts';
import { configInvalid } from './engine-rules.ts';
import type { OptionValues, Preset, Rule } from './rule.ts';
import {
  type Config,
  configFile,
  defaultConfig,
  type MachineName,
  presets,
  type RuleSetting,
} from './settings.ts';
import { readToml, type TomlDocument } from './toml.ts';

export type ConfigResult =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly Diagnostic[] };

/** Reads a `flakewise.toml`; whatever is wrong with it has its place in the text. */
export function readConfig(text: string, rules: readonly Rule[]): ConfigResult {
  const document = readToml(text);
  if ('message' in document)
    return { kind: 'problems', problems: [problem(document, document.message)] };
  const { conventions, problems: wrong } = conventionsIn(document, rules);
  const all = [...rules, ...conventions];
  const result = v.safeParse(configSchema(all), document.value);
  if (result.success && wrong.length === 0) {
    const config = configOf(result.output as RawConfig, document);
    const machines = machinesIn(result.output as RawConfig, { document, rules: all });
    return { kind: 'config', config: { ...config, machines, conventions } };
  }
  const issues = result.success ? [] : result.issues;
  const problems = [
    ...issues.flatMap((issue) => explainIssue(issue, { document, rules: all })),
    ...wrong,
  ];
  return {
    kind: 'problems',
    problems: problems.map(({ span, message }) => problem(span, message)),
  };
}

function problem({ start, end }: Span, message: string): Diagnostic {
  const { name, severity } = configInvalid.meta;
  return {
    rule: name,
    severity,
    file: configFile,
    span: { start, end },
    message,
    related: [],
    fixes: [],
  };
}

/** The problem of a configuration without a text. */
export function unreadableConfig(detail: string): Diagnostic {
  return problem({ start: 0, end: 0 }, `the file ${detail}`);
}

function configOf(raw: RawConfig, document: TomlDocument): Config {
  const parameters = presets.flatMap((preset): [Preset, OptionValues][] => {
    const values = raw.preset?.[preset];
    return values === undefined ? [] : [[preset, values]];
  });
  const derivations = Object.entries(raw.analyzer?.derivations ?? {}).map(
    ([name, file]): [string, FilePath] => [name, filePath(normalizePath(file))],
  );
  return {
    file: configFile,
    presets: raw.extends ?? defaultConfig.presets,
    parameters: new Map(parameters),
    rules: settingsOf(raw.rules),
    overrides: (raw.overrides ?? []).map(({ files, rules }) => ({
      files,
      rules: settingsOf(rules),
    })),
    ignores: (raw.ignore ?? []).map(({ rule, files, where, reason }, index) => {
      const span = document.valueAt(['ignore', index, 'rule']);
      return { rule, files, where, reason, span };
    }),
    exclude: raw.exclude ?? [],
    shared: raw.shared ?? [],
    analyzer: { derivations: new Map(derivations) },
    machines: [],
    conventions: [],
  };
}

/** The machines that parameters of presets and options of rules name. */
function machinesIn(
  raw: RawConfig,
  { document, rules }: { readonly document: TomlDocument; readonly rules: readonly Rule[] },
): readonly MachineName[] {
  const options = rules.flatMap(({ meta }) => Object.entries(meta.options ?? {}));
  const naming = new Set(options.flatMap(([name, option]) => (option.names ? [name] : [])));
  return (['preset', 'rules'] as const).flatMap((section) =>
    Object.entries(raw[section] ?? {}).flatMap(([owner, values]) =>
      Object.entries(typeof values === 'object' ? values : {}).flatMap(([option, name]) => {
        if (!naming.has(option) || typeof name !== 'string' || name === '') return [];
        return [{ name, span: document.valueAt([section, owner, option]) }];
      }),
    ),
  );
}

function settingsOf(raw: RawRules = {}): ReadonlyMap<string, RuleSetting> {
  const entries = Object.entries(raw).flatMap(([name, setting]): [string, RuleSetting][] => {
    return setting === undefined ? [] : [[name, settingOf(setting)]];
  });
  return new Map(entries);
}

function settingOf(raw: RawSetting): RuleSetting {
  if (typeof raw === 'string') return { level: raw, options: {} };
  const { severity, ...options } = raw;
  return { level: severity, options: options as OptionValues };
}
