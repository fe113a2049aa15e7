import { readFileSync } from 'node:fs';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Files } from '#analyzer/files.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { openSnapshot } from '#analyzer/workspace.ts';
import { readConfig } from '#linter/config.ts';
import type { Rule } from '#linter/rule.ts';
import { defaultSettings, type Settings } from '#linter/settings.ts';
import { conventions } from '#rules/conventions.ts';
import { rules } from '#rules/index.ts';
import { memoryFiles, textsBelow } from '../fleet.ts';
import { type Attention, attentionOf } from './attention.ts';
import { readClasses, type SilenceClass } from './classes.ts';

/** A fleet without findings, the rules that are on for it, and what these pay attention to. */
export interface HealthyFleet {
  readonly files: Files;
  readonly snapshot: Snapshot;
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  readonly attention: ReadonlyMap<string, Attention>;
  /** Why nobody speaks of some mutants. */
  readonly classes: readonly SilenceClass[];
}

/**
 * Reads a fleet with its configuration. What other linters of Nix find as well
 * says nothing of fleets: it is right about code that a mutant leaves unused.
 */
export function healthyFleet(folder: string): HealthyFleet {
  const texts = textsBelow(folder);
  const files = memoryFiles(texts);
  const snapshot = openSnapshot(files, [...texts.keys()].sort());
  const result = readConfig(texts.get('flakewise.toml' as FilePath) ?? '', { rules, emitters: [] });
  if (result.kind === 'problems') throw new Error(result.problems[0]?.message);
  const { config } = result;
  const active = rules.filter(
    ({ meta }) =>
      meta.peers === undefined && meta.presets.some((preset) => config.presets.includes(preset)),
  );
  return {
    files,
    snapshot,
    rules: active,
    settings: { ...defaultSettings, config },
    attention: attentionOf(active, conventions, snapshot.facts()),
    classes: readClasses(readFileSync(`${folder}/../mutants.silent.toml`, 'utf8')),
  };
}
