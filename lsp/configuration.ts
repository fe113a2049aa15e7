import type { Diagnostic } from '#analyzer/diagnostic.ts';
import type { Files } from '#analyzer/files.ts';
import { type Baseline, readBaseline } from '#linter/baseline-file.ts';
import { readConfigurationOf } from '#linter/read-configuration.ts';
import type { Rule } from '#linter/rule.ts';
import { type Config, defaultSettings, type Settings } from '#linter/settings.ts';
import { rules as ownRules } from '#rules/index.ts';

/** What a workspace is looked at with. */
export interface Setup {
  readonly settings: Settings;
  /** The rules of flakewise and the conventions of the workspace. */
  readonly rules: readonly Rule[];
}

export const defaultSetup: Setup = { settings: defaultSettings, rules: ownRules };

/** The setup that the configuration of a workspace asks for, or what is wrong with it. */
export async function readSetup(files: Files): Promise<Setup | readonly Diagnostic[]> {
  const read = await readConfigurationOf(files, ownRules);
  if (read === undefined) return defaultSetup;
  if (read.kind === 'problems') return read.problems;
  const { config } = read;
  const baseline = baselineOf(config, files);
  return {
    settings: { ...defaultSettings, config, ...(baseline && { baseline }) },
    rules: [...ownRules, ...config.conventions],
  };
}

/** The findings that the configuration calls known; none where their file cannot be read. */
function baselineOf({ baseline: file }: Config, files: Files): Baseline | undefined {
  const content = file === undefined ? undefined : files.read(file);
  if (file === undefined || content?.kind !== 'text') return undefined;
  const baseline = readBaseline(content.text, file);
  return 'entries' in baseline ? baseline : undefined;
}
