import * as v from 'valibot';
import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { FileContent } from '#analyzer/files.ts';
import type { Span } from '#parser/span.ts';
import { type ConfigProblem, explainIssue } from './config-issues.ts';
import {
  configSchema,
  conventionFileSchema,
  type RawConfig,
  type RawRules,
  type RawSetting,
} from './config-schema.ts';
import { conventionsIn } from './convention/conventions-in.ts';
import type { Vocabulary } from './emission.ts';
import { emissionOf } from './emission-schema.ts';
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

/**
 * Reads a `flakewise.toml` and the files of conventions that it names; whatever
 * is wrong with them has its place in their texts.
 */
export function readConfig(
  text: string,
  vocabulary: Vocabulary,
  read: (file: FilePath) => FileContent = () => ({ kind: 'absent' }),
): ConfigResult {
  const { rules } = vocabulary;
  const document = readToml(text);
  if ('message' in document)
    return { kind: 'problems', problems: [problem(document, document.message)] };
  const own = conventionsIn({ file: configFile, document }, rules);
  const named = namedConventions(document, [...rules, ...own.conventions], read);
  const conventions = [...own.conventions, ...named.conventions];
  const all = [...rules, ...conventions];
  const templates = templateNames(document.value);
  const known = { rules: all, emitters: vocabulary.emitters };
  const result = v.safeParse(configSchema(known, templates), document.value);
  if (result.success && own.problems.length === 0 && named.problems.length === 0) {
    const config = configOf(result.output as RawConfig, document);
    const machines = machinesIn(result.output as RawConfig, { document, rules: all });
    return { kind: 'config', config: { ...config, machines, conventions } };
  }
  const issues = result.success ? [] : result.issues;
  const problems = [
    ...issues.flatMap((issue) => explainIssue(issue, { document, vocabulary: known })),
    ...own.problems,
  ];
  return {
    kind: 'problems',
    problems: [...problems.map(({ span, message }) => problem(span, message)), ...named.problems],
  };
}

function problem({ start, end }: Span, message: string, file: FilePath = configFile): Diagnostic {
  const { name, severity } = configInvalid.meta;
  return { rule: name, severity, file, span: { start, end }, message, related: [], fixes: [] };
}

interface Named {
  readonly conventions: readonly Rule[];
  readonly problems: readonly Diagnostic[];
}

/** The conventions of the files that `conventions` lists. */
function namedConventions(
  document: TomlDocument,
  rules: readonly Rule[],
  read: (file: FilePath) => FileContent,
): Named {
  const conventions: Rule[] = [];
  const problems: Diagnostic[] = [];
  for (const [index, name] of namesIn(document.value).entries()) {
    const file = filePath(normalizePath(name));
    const content = read(file);
    if (content.kind === 'text') {
      const found = conventionFile(file, content.text, [...rules, ...conventions]);
      conventions.push(...found.conventions);
      problems.push(...found.problems);
      continue;
    }
    const why = content.kind === 'absent' ? 'is not there' : content.detail;
    problems.push(problem(document.valueAt(['conventions', index]), `\`${name}\` ${why}`));
  }
  return { conventions, problems };
}

/** The names of templates, for the schema; what is none is the schema's to explain. */
function templateNames(value: unknown): readonly string[] {
  const entries = typeof value === 'object' && value && Reflect.get(value, 'emitter');
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const name = typeof entry === 'object' && entry && Reflect.get(entry, 'name');
    return typeof name === 'string' ? [name] : [];
  });
}

/** What is no list of names is the schema's to explain. */
function namesIn(value: unknown): readonly string[] {
  const names = typeof value === 'object' && value && Reflect.get(value, 'conventions');
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

function conventionFile(file: FilePath, text: string, rules: readonly Rule[]): Named {
  const document = readToml(text);
  if ('message' in document)
    return { conventions: [], problems: [problem(document, document.message, file)] };
  const found = conventionsIn({ file, document }, rules);
  const result = v.safeParse(conventionFileSchema(), document.value);
  const all = [...rules, ...found.conventions];
  const context = { document, vocabulary: { rules: all, emitters: [] } };
  const issues = result.success ? [] : result.issues;
  const problems = [
    ...issues.flatMap((issue) =>
      issue.path?.[0].key === 'convention'
        ? explainIssue(issue, context)
        : elsewhere(issue, document),
    ),
    ...found.problems,
  ];
  return {
    conventions: found.conventions,
    problems: problems.map(({ span, message }) => problem(span, message, file)),
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
    baseline: raw.baseline === undefined ? undefined : filePath(normalizePath(raw.baseline)),
    analyzer: { derivations: new Map(derivations) },
    machines: [],
    conventions: [],
    ...emissionOf(raw, document),
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

/** What is no convention has its place in the configuration itself. */
function elsewhere(issue: v.BaseIssue<unknown>, document: TomlDocument): ConfigProblem[] {
  const key = issue.path?.[0].key;
  const message = 'a file of conventions has nothing but `[[convention]]`';
  return typeof key === 'string' ? [{ span: document.keyAt([key]), message }] : [];
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
