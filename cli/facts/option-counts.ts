import type { FleetHost } from '#analyzer/flake/fleet.ts';
import { definedOptions } from '#analyzer/options/find.ts';
import { shown } from '#analyzer/options/shown.ts';
import { type Reasons, unclearIn } from './reasons.ts';

/** How many options the modules of a machine define, and how much of them is known. */
export interface OptionCounts {
  readonly known: number;
  /** Of these some part is not known. */
  readonly partly: number;
  readonly unknown: number;
}

/** Counts the options of a machine and of the homes on it, and why some are not known. */
export function countOptions(host: FleetHost, reasons: Reasons): OptionCounts {
  const counts = { known: 0, partly: 0, unknown: 0 };
  for (const { path, node } of definedOptions(host)) {
    const value = shown(node.value, path);
    const unclear = [...unclearIn(value)].flatMap((part) =>
      part.kind === 'package' ? [] : [part],
    );
    for (const { topic, at } of unclear) reasons.add(topic, { host: host.name, at });
    if (value.kind === 'unknown' || value.kind === 'failure') counts.unknown++;
    else if (unclear.length > 0) counts.partly++;
    else counts.known++;
  }
  return counts;
}
