import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { Files } from '#analyzer/files.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { withGenerated } from '#emit/generated.ts';
import { emitters } from '#emit/index.ts';
import { requestOf } from '#emit/request-of.ts';
import { type Baseline, readBaseline } from '#linter/baseline-file.ts';
import { emissionAsked } from '#linter/emission-asked.ts';
import { readConfigurationOf } from '#linter/read-configuration.ts';
import type { Rule } from '#linter/rule.ts';
import { type Config, defaultSettings, type Settings } from '#linter/settings.ts';
import { rules as ownRules } from '#rules/index.ts';

/** What a workspace is looked at with. */
export interface Setup {
  readonly settings: Settings;
  /** The rules of flakewise and the conventions of the workspace. */
  readonly rules: readonly Rule[];
  /** Adds to a snapshot what the configuration lets flakewise write. */
  readonly complete: (snapshot: Snapshot) => Snapshot;
}

export const defaultSetup: Setup = {
  settings: defaultSettings,
  rules: ownRules,
  complete: (snapshot) => snapshot,
};

/** A setup, and what it was read from. */
export interface ReadSetup {
  readonly setup: Setup;
  /** What is wrong with the configuration; then the setup is the one of before. */
  readonly problems: readonly Diagnostic[];
  /** Every file that was read for it. */
  readonly seen: ReadonlySet<FilePath>;
}

/** The setup that the configuration of a workspace asks for. While that is wrong, the last right one holds. */
export async function readSetup(files: Files, before: Setup): Promise<ReadSetup> {
  const seen = new Set<FilePath>();
  const noting: Files = {
    read: (file) => {
      seen.add(file);
      return files.read(file);
    },
    list: (directory) => files.list(directory),
    kind: (path) => files.kind(path),
  };
  const read = await readConfigurationOf(noting, {
    rules: ownRules,
    emitters: async () => emitters,
  });
  if (read === undefined) return { setup: defaultSetup, problems: [], seen };
  if (read.kind === 'problems') return { setup: before, problems: read.problems, seen };
  const { config } = read;
  const baseline = baselineOf(config, noting);
  const rules = [...ownRules, ...config.conventions];
  const setup = {
    settings: { ...defaultSettings, config, ...(baseline && { baseline }) },
    rules,
    complete: await completionOf(config, rules),
  };
  return { setup, problems: [], seen };
}

/** The findings that the configuration calls known; none where their file cannot be read. */
function baselineOf({ baseline: file }: Config, files: Files): Baseline | undefined {
  const content = file === undefined ? undefined : files.read(file);
  if (file === undefined || content?.kind !== 'text') return undefined;
  const baseline = readBaseline(content.text, file);
  return 'entries' in baseline ? baseline : undefined;
}

async function completionOf(config: Config, rules: readonly Rule[]): Promise<Setup['complete']> {
  if (config.emit.length === 0) return defaultSetup.complete;
  const request = await requestOf(emissionAsked(config, rules));
  return (snapshot) => withGenerated(snapshot, request);
}
