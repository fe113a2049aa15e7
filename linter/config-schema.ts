import * as v from 'valibot';
import { adjustable, configurableNames } from './configurable-names.ts';
import {
  conventionKeys,
  conventionSchema,
  type RawConvention,
} from './convention/convention-schema.ts';
import type { Vocabulary } from './emission.ts';
import {
  emitKeysAt,
  emitSchema,
  type RawEmit,
  type RawTemplate,
  templateSchema,
} from './emission-schema.ts';
import type { OptionValues, Preset, Rule, RuleOption } from './rule.ts';
import { type Level, levels, presets } from './settings.ts';

/** One rule in the file: a level, or a table with its level and its options. */
export type RawSetting =
  | Level
  | ({ readonly severity?: Level | undefined } & { readonly [option: string]: unknown });

/** A configuration file that fits the schema. */
export interface RawConfig {
  readonly extends?: readonly Preset[] | undefined;
  readonly preset?: { readonly [preset: string]: OptionValues | undefined } | undefined;
  readonly rules?: RawRules | undefined;
  readonly overrides?:
    | readonly { readonly files: readonly string[]; readonly rules: RawRules }[]
    | undefined;
  readonly ignore?: readonly RawIgnore[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly shared?: readonly string[] | undefined;
  readonly convention?: readonly RawConvention[] | undefined;
  readonly conventions?: readonly string[] | undefined;
  readonly baseline?: string | undefined;
  readonly emit?: readonly RawEmit[] | undefined;
  readonly emitter?: readonly RawTemplate[] | undefined;
  readonly analyzer?:
    | { readonly derivations?: Readonly<Record<string, string>> | undefined }
    | undefined;
}

export type RawRules = { readonly [rule: string]: RawSetting | undefined };

interface RawIgnore {
  readonly rule: string;
  readonly files: readonly string[];
  readonly where?: string | undefined;
  readonly reason: string;
}

type Entries = { readonly [key: string]: v.GenericSchema };

/** What a `flakewise.toml` may say, given these names; `templates` are emitters of its own. */
export function configSchema(
  { rules, emitters }: Vocabulary,
  templates: readonly string[] = [],
): v.GenericSchema {
  const ruleTable = v.pipe(
    closed(ruleEntries(rules)),
    v.description('Levels and options of rules.'),
  );
  return closed({
    extends: described(
      v.array(v.picklist(presets)),
      'Presets to turn on; `recommended` alone unless said otherwise.',
    ),
    preset: described(closed(presetEntries(rules)), 'Parameters of presets.'),
    rules: v.optional(ruleTable),
    overrides: described(
      v.array(closed({ files: globs('Which files this is about.'), rules: ruleTable })),
      'Levels and options for some files; later entries win.',
    ),
    ignore: described(v.array(ignoreSchema(rules)), 'Findings to silence where no comment can.'),
    exclude: v.optional(globs('Files that are never reported on.')),
    shared: v.optional(
      globs('Files that count as shared code, instead of those that two hosts reach.'),
    ),
    convention: conventionList(),
    conventions: described(
      v.array(v.pipe(v.string(), v.regex(tomlFile))),
      'TOML files of the workspace with more conventions.',
    ),
    baseline: described(
      v.pipe(v.string(), v.regex(tomlFile)),
      'The file with the findings that are known, unless `--baseline` names another.',
    ),
    emit: described(
      v.array(emitSchema(emitters, templates)),
      'What flakewise writes here, and where.',
    ),
    emitter: described(v.array(templateSchema), 'Templates of this repository.'),
    analyzer: described(closed({ derivations: derivationsSchema() }), 'What files cannot tell.'),
  });
}

/** What a file of conventions may say. */
export function conventionFileSchema(): v.GenericSchema {
  return closed({ convention: conventionList() });
}

function conventionList(): v.GenericSchema {
  return described(v.array(conventionSchema), 'Conventions of this repository.');
}

/** A TOML file by its path from the workspace. */
const tomlFile = /^[^/].*\.toml$/;

const topKeys: readonly string[] = [
  ...['extends', 'preset', 'rules', 'overrides', 'ignore', 'exclude', 'shared'],
  ...['convention', 'conventions', 'baseline', 'emit', 'emitter', 'analyzer'],
];

/** The names that are allowed where the path leads, for a "did you mean". */
export function keysAt(
  path: readonly (string | number)[],
  { rules, emitters }: Vocabulary,
): string[] {
  const [first, second, third, fourth] = path;
  if (path.length === 0) return [...topKeys];
  if (first === 'emit' || first === 'emitter') return emitKeysAt(path, emitters);
  const ofSection = sectionKeys(path, rules);
  if (ofSection !== undefined) return ofSection;
  const rule = first === 'rules' ? second : fourth;
  if (rule === undefined && (first === 'rules' || third === 'rules'))
    return configurableNames(rules);
  return ['severity', ...Object.keys(optionsOf(rule, rules))];
}

function sectionKeys(
  path: readonly (string | number)[],
  rules: readonly Rule[],
): string[] | undefined {
  const [first, second] = path;
  if (first === 'convention') return conventionKeysAt(path);
  if (first === 'analyzer') return path.length === 1 ? ['derivations'] : [];
  if (first === 'preset')
    return path.length === 1 ? [...presets] : Object.keys(parametersOf(second, rules));
  if (first === 'ignore') return ['rule', 'files', 'where', 'reason'];
  return first === 'overrides' && path.length === 2 ? ['files', 'rules'] : undefined;
}

function conventionKeysAt([, , third, , fifth]: readonly (string | number)[]): string[] {
  if (third === undefined) return [...conventionKeys];
  if (third === 'parameters') return ['summary', 'default'];
  if (third === 'bad' || third === 'good') return ['code', 'fixed', 'parameters'];
  return fifth === undefined ? ['not', 'set', 'from', 'to'] : [];
}

/** The values that the option at the path is limited to; `undefined` where there is no such option. */
export function choicesAt(
  path: readonly (string | number)[],
  { rules, emitters }: Vocabulary,
): readonly string[] | undefined {
  const name = path.findLast((key) => typeof key === 'string') ?? '';
  const parent = path.slice(0, path.lastIndexOf(name));
  if (parent[0] === 'emit')
    return emitters.flatMap(({ options }) => options[name] ?? [])[0]?.choices;
  const options =
    parent[0] === 'preset' ? parametersOf(parent[1], rules) : optionsOf(parent.at(-1), rules);
  return options[name]?.choices;
}

function ruleEntries(rules: readonly Rule[]): Entries {
  const level = v.picklist(levels);
  const ofRules = rules.map(({ meta }) => {
    const table = closed({ severity: v.optional(level), ...optionEntries(meta.options ?? {}) });
    return [meta.name, described(v.union([level, table]), meta.summary)];
  });
  const ofEngine = adjustable.map(({ meta }) => [meta.name, described(level, meta.summary)]);
  return Object.fromEntries([...ofRules, ...ofEngine]);
}

function ignoreSchema(rules: readonly Rule[]): v.GenericSchema {
  return closed({
    rule: v.picklist(rules.map(({ meta }) => meta.name)),
    files: globs('Where the findings are.'),
    where: described(v.string(), 'Part of the message; every finding of the rule without it.'),
    reason: v.pipe(
      v.string(),
      v.regex(/\S/),
      v.description('Why these findings are not to be mended.'),
    ),
  });
}

function presetEntries(rules: readonly Rule[]): Entries {
  return Object.fromEntries(
    presets.map((preset) => [
      preset,
      v.optional(closed(optionEntries(parametersOf(preset, rules)))),
    ]),
  );
}

/** A preset has every option of its rules as a parameter. */
function parametersOf(
  preset: string | number | undefined,
  rules: readonly Rule[],
): Record<string, RuleOption> {
  const inPreset = rules.filter(({ meta }) => meta.presets.some((name) => name === preset));
  return Object.assign({}, ...inPreset.map(({ meta }) => meta.options ?? {}));
}

function optionsOf(
  rule: string | number | undefined,
  rules: readonly Rule[],
): Record<string, RuleOption> {
  return rules.find(({ meta }) => meta.name === rule)?.meta.options ?? {};
}

function optionEntries(options: Readonly<Record<string, RuleOption>>): Entries {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      described(typeSchema(option), option.summary),
    ]),
  );
}

function typeSchema({ default: value, choices }: RuleOption): v.GenericSchema {
  const text = choices === undefined ? v.string() : v.picklist(choices);
  switch (typeof value) {
    case 'boolean':
      return v.boolean();
    case 'number':
      return v.number();
    case 'string':
      return text;
    case 'object':
      return v.array(text);
  }
}

function derivationsSchema(): v.GenericSchema {
  const file = v.pipe(
    v.string(),
    v.regex(/^[^/].*\.(ya?ml|json|toml)$/),
    v.description('A YAML, JSON or TOML file, relative to the workspace.'),
  );
  return described(
    v.record(v.string(), file),
    'Files whose data a derivation of this name holds as JSON when Nix reads it.',
  );
}

function globs(description: string): v.GenericSchema {
  return v.pipe(v.array(v.string()), v.description(description));
}

function described(schema: v.GenericSchema, description: string): v.GenericSchema {
  return v.optional(v.pipe(schema, v.description(description)));
}

/** Unlike `strictObject`, every unknown key is an issue, and not the first one only. */
function closed(entries: Entries): v.GenericSchema {
  return v.objectWithRest(entries, v.never());
}
