import type { Table } from '../facts/facts.ts';
import { flagReads } from '../flags/reads.ts';
import { type FlagTables, flagTables } from '../flags/tables.ts';
import type { Caches } from '../incremental/caches.ts';
import type { FleetFacts } from '../incremental/fleet-facts.ts';
import { textsOf } from '../incremental/texts.ts';
import type { View } from '../incremental/trace.ts';
import { languageOf } from '../language.ts';

/** The makers of the tables about flags; what several of them need is made once. */
export function flagFacts(view: View, caches: Caches, fleet: FleetFacts) {
  let made: FlagTables | undefined;
  const flags = (): FlagTables => {
    made ??= flagTables(fleet.machines.map(({ sections }) => sections));
    return made;
  };
  return {
    profile: () => flags().tables.profile,
    'profile-setting': () => flags().tables['profile-setting'],
    flag: () => flags().tables.flag,
    'flag-set': () => flags().tables['flag-set'],
    'flag-read': (): Table<'flag-read'> => readTable(view, caches, flags().sections),
  };
}

function readTable(
  view: View,
  { flagReads: kept }: Caches,
  sections: readonly string[],
): Table<'flag-read'> {
  if (sections.length === 0) return { rows: [], gaps: [] };
  const texts = textsOf(view, (file) => languageOf(file) === 'nix');
  const rows = kept.of(sections, texts, (file) => {
    const module = view.analysis(file)?.module;
    return module ? flagReads(file, module, sections) : [];
  });
  return { rows, gaps: [] };
}
