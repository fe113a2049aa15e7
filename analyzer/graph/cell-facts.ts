import { type Cell, isUndecided } from '../facts/cell.ts';
import type { Site } from '../site.ts';
import { doubt, fact, type GraphFact } from './graph.ts';

/** What a cell says; nothing where it is unset. */
export function cellFact(
  name: string,
  cell: Cell<string | number | boolean | readonly string[]>,
  at: Site | undefined,
): readonly GraphFact[] {
  if (cell === undefined) return [];
  if (isUndecided(cell)) return [doubt(name, cell.undecided, at)];
  return [fact(name, Array.isArray(cell) ? cell.join(', ') : String(cell), at)];
}

interface HostGaps {
  readonly gaps: readonly {
    readonly known: { readonly host?: string };
    readonly reason: string;
    readonly at: Site | undefined;
  }[];
}

/** Why a table may lack rows of a machine, each reason once. */
export function gapFacts({ gaps }: HostGaps, host: string, name: string): readonly GraphFact[] {
  const own = gaps.filter(({ known }) => known.host === undefined || known.host === host);
  const reasons = new Map(own.map((gap) => [gap.reason, gap]));
  return [...reasons.values()].map(({ reason, at }) => doubt(name, reason, at));
}
