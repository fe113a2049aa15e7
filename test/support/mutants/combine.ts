import type { FilePath } from '#analyzer/diagnostic.ts';
import { applyEdits } from '#linter/edits.ts';
import type { Texts } from '../edits.ts';
import type { Mutant } from './mutant.ts';

/** The texts of the files that several mutants change together; those that get into each other's way are left out. */
export function combined(healthy: Texts, mutants: readonly Mutant[]): Texts {
  const taken: Mutant[] = [];
  for (const mutant of mutants) {
    const isFree = taken.every(
      ({ file, element }) => file !== mutant.file || isApart(element, mutant),
    );
    if (mutant.text !== undefined && isFree) taken.push(mutant);
  }
  const files = new Set(taken.map(({ file }) => file));
  return new Map([...files].map((file) => [file, broken(healthy.get(file) ?? '', file, taken)]));
}

function broken(text: string, file: FilePath, mutants: readonly Mutant[]): string {
  const own = mutants.filter((mutant) => mutant.file === file);
  return applyEdits(
    text,
    own.map(({ replaced, replacement }) => ({ span: replaced, text: replacement })),
  );
}

/** Whether neither is in the other's piece of the file, nor beside it. */
function isApart(element: Mutant['element'], { element: other }: Mutant): boolean {
  return element.end + 80 < other.start || other.end + 80 < element.start;
}
