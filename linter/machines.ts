import type { Facts, Gap } from '#analyzer/facts/facts.ts';
import type { HostClass } from '#analyzer/facts/machines.ts';
import { attempt } from './crash.ts';

/** Which machines a run knew, and where there may be more. */
export interface MachineCoverage {
  readonly known: number;
  /** Most frequent first. */
  readonly unknown: readonly UnknownMachines[];
}

/** Outputs of a flake whose machines could not be told, and why. */
export interface UnknownMachines {
  /** The output, such as `nixosConfigurations`, with the name where it is known. */
  readonly output: string;
  readonly reason: string;
  readonly count: number;
}

/** A crash of the facts is reported where rules run; here it leaves nothing known. */
export function machineCoverage(facts: () => Facts): MachineCoverage {
  let coverage: MachineCoverage = { known: 0, unknown: [] };
  attempt(() => {
    const { rows, gaps } = facts().table('host');
    coverage = { known: rows.length, unknown: unknownMachines(gaps) };
  });
  return coverage;
}

const outputs: Readonly<Record<HostClass, string>> = {
  nixos: 'nixosConfigurations',
  darwin: 'darwinConfigurations',
  home: 'homeConfigurations',
};

function unknownMachines(gaps: readonly Gap<'host'>[]): UnknownMachines[] {
  const found = new Map<string, UnknownMachines>();
  for (const gap of gaps) {
    const { reason } = gap;
    const output = outputOf(gap);
    const key = JSON.stringify([output, reason]);
    found.set(key, { output, reason, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()].toSorted((a, b) => {
    return b.count - a.count || (a.output + a.reason < b.output + b.reason ? -1 : 1);
  });
}

function outputOf({ known }: Gap<'host'>): string {
  const output = known.class === undefined ? 'an output' : outputs[known.class];
  return known.name === undefined ? output : `${output}.${known.name}`;
}
