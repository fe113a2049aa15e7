import type { Files } from '#analyzer/files.ts';
import type { ConfigResult } from './config.ts';
import type { EmitterInfo } from './emission.ts';
import type { Rule } from './rule.ts';
import { configFile } from './settings.ts';

/** The names that a configuration may use; emitters are loaded where one asks for them. */
export interface LazyVocabulary {
  readonly rules: readonly Rule[];
  readonly emitters: () => Promise<readonly EmitterInfo[]>;
}

/** What the configuration file of a workspace says; `undefined` without one. Its parser is loaded only here. */
export async function readConfigurationOf(
  files: Files,
  { rules, emitters }: LazyVocabulary,
): Promise<ConfigResult | undefined> {
  const content = files.read(configFile);
  if (content.kind === 'absent') return undefined;
  const { readConfig, unreadableConfig } = await import('./config.ts');
  if (content.kind === 'text') {
    const asks = /^\s*\[\[\s*emit\b|^\s*emit\s*=/m.test(content.text);
    const vocabulary = { rules, emitters: asks ? await emitters() : [] };
    return readConfig(content.text, vocabulary, (file) => files.read(file));
  }
  return { kind: 'problems', problems: [unreadableConfig(content.detail)] };
}
