import type { Edit } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { contains } from '#parser/span.ts';
import { fencesIn } from '../fence.ts';
import { isOurs } from '../header.ts';
import type { Placed } from './plan.ts';

/** Edits of a part; left to the emitter where it writes what they would change. */
export function placed(
  facts: Facts,
  what: string,
  edits: readonly Edit[] | undefined,
  reason: string,
): Placed {
  if (edits === undefined || edits.length === 0) return { kind: 'unplaced', reason };
  const written = edits.find((edit) => isEmitted(facts, edit));
  if (written === undefined) return { kind: 'placed', edits };
  return { kind: 'later', what: `${what} in \`${written.file}\`` };
}

function isEmitted(facts: Facts, { file, span }: Edit): boolean {
  const text = facts.text(file) ?? '';
  if (isOurs(text)) return true;
  return fencesIn(text).some((fence) => 'inside' in fence && contains(fence.inside, span));
}
