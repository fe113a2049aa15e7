import type { Files } from '#analyzer/files.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Emitter } from '#emit/emitter.ts';
import type { ConfigResult } from '#linter/config.ts';
import { emissionAsked } from '#linter/emission-asked.ts';
import { readConfigurationOf } from '#linter/read-configuration.ts';
import type { Rule } from '#linter/rule.ts';
import type { Config } from '#linter/settings.ts';
import { rules } from '#rules/index.ts';

/** The rules of flakewise and the conventions of a configuration. */
export function rulesIn({ conventions }: Config): readonly Rule[] {
  return conventions.length === 0 ? rules : [...rules, ...conventions];
}

/** What the configuration file says; `undefined` without one. */
export function readConfiguration(files: Files): Promise<ConfigResult | undefined> {
  return readConfigurationOf(files, { rules, emitters: loadEmitters });
}

/** The emitters of flakewise, which few calls need. */
async function loadEmitters(): Promise<readonly Emitter[]> {
  const { emitters } = await import('#emit/index.ts');
  return emitters;
}

/** Adds to a snapshot what the configuration lets flakewise write. What emits is loaded where there is something. */
export async function completionOf(config: Config): Promise<(snapshot: Snapshot) => Snapshot> {
  if (config.emit.length === 0) return (snapshot) => snapshot;
  const { requestOf } = await import('#emit/request-of.ts');
  const { withGenerated } = await import('#emit/generated.ts');
  const request = await requestOf(emissionAsked(config, rulesIn(config)));
  return (snapshot) => withGenerated(snapshot, request);
}
