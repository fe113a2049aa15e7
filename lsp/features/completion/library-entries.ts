import { builtinPage, libraryPage } from '../documentation/pages.ts';
import type { Entry } from './entry.ts';

/** An attribute of `builtins`. */
export function builtinEntry(name: string): Entry {
  const parameters = builtinPage(name)?.parameters ?? [];
  return {
    label: name,
    kind: 'builtin',
    rank: libraryRank,
    ...(parameters.length > 0 && { detail: parameters.join(' ') }),
    about: { kind: 'builtin', name },
  };
}

/** Something in `lib`, by its names from there on. */
export function libraryEntry(names: readonly string[]): Entry {
  const page = libraryPage(names);
  const isDocumented = page !== undefined;
  return {
    label: names.at(-1) ?? '',
    kind: 'library',
    rank: isDocumented ? libraryRank : libraryRank + 1,
    ...(isDocumented && page.parameters.length > 0 && { detail: page.parameters.join(' ') }),
    ...(isDocumented && { about: { kind: 'library', names } }),
  };
}

const libraryRank = 50;
