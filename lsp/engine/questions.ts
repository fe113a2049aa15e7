import type { Snapshot } from '#analyzer/snapshot.ts';
import { factNames } from '../features/completion/fact-names.ts';
import { factPage } from '../features/completion/fact-page.ts';
import { factPlaces } from '../features/fact-places.ts';
import { fixing } from '../features/fixing.ts';
import { factHover } from '../features/hover/fact-hover.ts';
import { factIndexOf } from '../features/meaning/facts/fact-index.ts';
import { optionPlaces } from '../features/meaning/facts/option-places.ts';
import { mentionedPaths } from '../features/mentioned-paths.ts';
import type { Bench } from './bench.ts';

/**
 * Everything that is asked of a whole workspace, by name. Questions and answers
 * are plain data, because they may come from another thread.
 */
const questions = {
  hosts: (snapshot: Snapshot, _asked: Record<string, never>): readonly string[] =>
    snapshot
      .facts()
      .table('host')
      .rows.map(({ name }) => name),
  fixing,
  hover: factHover,
  mentionedPaths,
  places: factPlaces,
  names: factNames,
  page: factPage,
};

type Questions = typeof questions;

export type QuestionName = keyof Questions;
export type Asked<Name extends QuestionName> = Parameters<Questions[Name]>[1];
export type Answer<Name extends QuestionName> = ReturnType<Questions[Name]>;

/** Answers one question. */
export function answer<Name extends QuestionName>(
  name: Name,
  { snapshot, bench }: { readonly snapshot: Snapshot; readonly bench: Bench },
  asked: Asked<Name>,
): Answer<Name> {
  const question = questions[name] as Question<Name>;
  return question(snapshot, asked, bench);
}

type Question<Name extends QuestionName> = (
  snapshot: Snapshot,
  asked: Asked<Name>,
  bench: Bench,
) => Answer<Name>;

/** Works out what answers are made from, in steps. */
export function* prepare(snapshot: Snapshot): Generator<undefined, void> {
  for (const _ of snapshot.briefs()) yield;
  factIndexOf(snapshot.facts());
  yield;
  for (const file of snapshot.files) {
    optionPlaces(snapshot, file);
    yield;
  }
}
