import type { FilePath } from '#analyzer/diagnostic.ts';
import { attributeName } from '#analyzer/options/name.ts';
import { configFile } from '#linter/settings.ts';
import type { Folder } from '#lsp/folder.ts';
import { configProposals } from './config-proposals.ts';
import type { Entry, Proposals } from './entry.ts';
import { knownNames } from './fact-answers.ts';
import { factEntriesAt } from './fact-entries.ts';
import { mendedAnalysis } from './mended.ts';
import { nixProposals } from './nix-proposals.ts';
import { nixQuestion } from './nix-question.ts';
import { type Place, placeAt } from './place.ts';
import { commentProposals } from './rule-entries.ts';

/** What may be written at an offset of a file; `undefined` where nothing is proposed. */
export async function proposalsAt(
  folder: Folder,
  file: FilePath,
  offset: number,
): Promise<Proposals | undefined> {
  const { text } = folder.lined(file);
  const commented = commentProposals(folder, file, offset);
  if (commented !== undefined) return commented;
  const { rules } = folder.setup;
  if (file === configFile) return configProposals({ text, rules, kind: 'configuration' }, offset);
  const isOfConventions = file.endsWith('.toml') && rules.some(({ meta }) => meta.since === file);
  if (isOfConventions) return configProposals({ text, rules, kind: 'conventions' }, offset);
  return file.endsWith('.nix') ? nixProposalsAt(folder, file, offset) : undefined;
}

async function nixProposalsAt(
  folder: Folder,
  file: FilePath,
  offset: number,
): Promise<Proposals | undefined> {
  const { text } = folder.lined(file);
  const { mended, analysis } = mendedAnalysis(folder.analysis(file), text, offset);
  const place = placeAt(analysis, mended);
  if (place === undefined) return undefined;
  const question = nixQuestion(folder.texts, { file, analysis, mended });
  const proposals = nixProposals(question, place, offset);
  const fromFacts = factEntriesAt(question, place);
  if (fromFacts === undefined || proposals === undefined)
    return proposals && { ...proposals, entries: asWritten(proposals.entries, place) };
  const { names, isPending } = await knownNames(folder);
  const entries = [...proposals.entries, ...(names === undefined ? [] : fromFacts(names))];
  return { ...proposals, entries: asWritten(entries, place), isPending };
}

/** Names with quotes, where they need them and have none. */
function asWritten(entries: readonly Entry[], place: Place): readonly Entry[] {
  if (place.kind !== 'selected' && place.kind !== 'bound' && place.kind !== 'inherited')
    return entries;
  const isQuoted = place.name.kind === 'string_expression';
  return entries.map((entry) => {
    const name = entry.kind === 'keyword' ? entry.label : attributeName(entry.label);
    if (isQuoted) return { ...entry, insert: JSON.stringify(entry.label).slice(1, -1) };
    return name === entry.label ? entry : { ...entry, insert: name };
  });
}
