import type { Files } from '#analyzer/files.ts';
import type { ConfigResult } from './config.ts';
import type { Rule } from './rule.ts';
import { configFile } from './settings.ts';

/** What the configuration file of a workspace says; `undefined` without one. Its parser is loaded only here. */
export async function readConfigurationOf(
  files: Files,
  rules: readonly Rule[],
): Promise<ConfigResult | undefined> {
  const content = files.read(configFile);
  if (content.kind === 'absent') return undefined;
  const { readConfig, unreadableConfig } = await import('./config.ts');
  if (content.kind === 'text') return readConfig(content.text, rules, (file) => files.read(file));
  return { kind: 'problems', problems: [unreadableConfig(content.detail)] };
}
