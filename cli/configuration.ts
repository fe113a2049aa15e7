import type { Files } from '#analyzer/files.ts';
import type { Emitter } from '#emit/emitter.ts';
import type { ConfigResult } from '#linter/config.ts';
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
export async function loadEmitters(): Promise<readonly Emitter[]> {
  const { emitters } = await import('#emit/index.ts');
  return emitters;
}
