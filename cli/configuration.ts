import type { Files } from '#analyzer/files.ts';
import type { ConfigResult } from '#linter/config.ts';
import type { Rule } from '#linter/rule.ts';
import { type Config, configFile } from '#linter/settings.ts';
import { rules } from '#rules/index.ts';

/** The rules of flakewise and the conventions of a configuration. */
export function rulesIn({ conventions }: Config): readonly Rule[] {
  return conventions.length === 0 ? rules : [...rules, ...conventions];
}

/** What the configuration file says; `undefined` without one. Its parser is loaded only here. */
export async function readConfiguration(files: Files): Promise<ConfigResult | undefined> {
  const content = files.read(configFile);
  if (content.kind === 'absent') return undefined;
  const { readConfig, unreadableConfig } = await import('#linter/config.ts');
  if (content.kind === 'text') return readConfig(content.text, rules, (file) => files.read(file));
  return { kind: 'problems', problems: [unreadableConfig(content.detail)] };
}
