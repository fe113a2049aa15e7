import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { withGenerated } from '#emit/generated.ts';
import { emitters } from '#emit/index.ts';
import { type Outputs, outputsOf } from '#emit/outputs.ts';
import type { EmitRequest } from '#emit/request.ts';
import { requestOf, requestWith } from '#emit/request-of.ts';
import { readConfig } from '#linter/config.ts';
import { applyEdits } from '#linter/edits.ts';
import { emissionAsked } from '#linter/emission-asked.ts';
import { type Config, defaultConfig } from '#linter/settings.ts';
import { rules } from '#rules/index.ts';
import { snapshotOf } from './fleet.ts';

type Texts = ReadonlyMap<FilePath, string>;

/** The configuration of texts; the default one where they have none. */
export function configIn(texts: Texts): Config {
  const text = texts.get('flakewise.toml' as FilePath);
  if (text === undefined) return defaultConfig;
  const result = readConfig(text, { rules, emitters });
  if (result.kind === 'problems') throw new Error(result.problems[0]?.message);
  return result.config;
}

/** What the configuration of texts asks emitters for. */
function requestIn(texts: Texts): Promise<EmitRequest> {
  const config = configIn(texts);
  return requestOf(emissionAsked(config, [...rules, ...config.conventions]));
}

/** A snapshot of texts with what is generated in it, as the shells see it; templates left out. */
export function completeSnapshot(texts: Texts): Snapshot {
  const config = configIn(texts);
  const asked = emissionAsked(config, [...rules, ...config.conventions]);
  return withGenerated(snapshotOf(texts), requestWith(asked, emitters));
}

/** What the configuration of texts asks for, compared with them. */
export async function outputsIn(texts: Texts): Promise<Outputs> {
  return outputsOf(snapshotOf(texts), await requestIn(texts));
}

/** The texts after `flakewise emit --all`. */
export async function emittedTexts(texts: Texts): Promise<Texts> {
  const { outputs } = await outputsIn(texts);
  const after = new Map(texts);
  for (const file of new Set(outputs.map((output) => output.file))) {
    const own = outputs
      .filter((output) => output.file === file && output.state !== 'current')
      .map(({ span, text }) => ({ span, text, isGenerated: true as const }));
    after.set(file, applyEdits(texts.get(file) ?? '', own));
  }
  return after;
}
