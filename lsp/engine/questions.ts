import { optionMentions } from '#analyzer/options/mentions.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { factNames } from '../features/completion/fact-names.ts';
import { factPage } from '../features/completion/fact-page.ts';
import { type EarlierAnswer, hoverEarlier, type Lag, placesEarlier } from '../features/earlier.ts';
import { factPlaces } from '../features/fact-places.ts';
import { factRename } from '../features/fact-rename/rename.ts';
import { fixing } from '../features/fixing.ts';
import { factHover } from '../features/hover/fact-hover.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { factIndexOf } from '../features/meaning/facts/fact-index.ts';
import type { Cursor } from '../features/meaning/facts/meaning.ts';
import { briefsOf } from '../features/meaning/facts/option-briefs.ts';
import { mentionedPaths } from '../features/mentioned-paths.ts';
import { importsOf, moduleUse } from '../features/module-imports.ts';
import { workspaceSymbols } from '../features/workspace-symbols.ts';
import type { Bench } from './bench.ts';

/**
 * Everything that is asked of a whole workspace, by name. Questions and answers
 * are plain data, because they may come from another thread.
 */
const questions = {
  fixing,
  hover: factHover,
  mentionedPaths,
  names: factNames,
  page: factPage,
  imports: importsOf,
  module: moduleUse,
  hints: inlayHints,
  places: factPlaces,
  rename: factRename,
  symbols: workspaceSymbols,
};

type Questions = typeof questions;

export type QuestionName = keyof Questions;
export type Asked<Name extends QuestionName> = Parameters<Questions[Name]>[1];
export type Answer<Name extends QuestionName> = ReturnType<Questions[Name]>;

/** What a question is answered from. */
interface Known {
  readonly snapshot: Snapshot;
  /** The last snapshot of which everything was worked out, where the present one is not yet. */
  readonly earlier: Snapshot | undefined;
  readonly bench: Bench;
}

/** Answers one question. */
export function answer<Name extends QuestionName>(
  name: Name,
  { snapshot, earlier, bench }: Known,
  asked: Asked<Name>,
): Answer<Name> {
  if (earlier !== undefined) {
    const before = answerBefore({ earlier, today: snapshot }, name, asked);
    if (before !== undefined) return before.answer as Answer<Name>;
  }
  const question = questions[name] as Question<Name>;
  return question(snapshot, asked, bench);
}

/** What was known before, for those questions where people rather have that than wait. */
function answerBefore(lag: Lag, name: QuestionName, asked: object): EarlierAnswer<object> {
  if (!isCursor(asked)) return undefined;
  if (name === 'hover') return hoverEarlier(lag, asked);
  return name === 'places' ? placesEarlier(lag, asked) : undefined;
}

function isCursor(asked: object): asked is Cursor {
  return 'file' in asked && 'offset' in asked;
}

type Question<Name extends QuestionName> = (
  snapshot: Snapshot,
  asked: Asked<Name>,
  bench: Bench,
) => Answer<Name>;

/** Works out what answers are made from, in steps. */
export function* prepare(snapshot: Snapshot): Generator<undefined, void> {
  for (const _ of snapshot.briefs()) yield;
  briefsOf(snapshot);
  factIndexOf(snapshot.facts());
  yield;
  for (const file of snapshot.files) {
    const analysis = file.endsWith('.nix') ? snapshot.analysis(file) : undefined;
    if (analysis) optionMentions(analysis);
    yield;
  }
}
