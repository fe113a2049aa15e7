import type { FilePath } from '../diagnostic.ts';
import { attributes } from '../evaluate/value.ts';
import { plain } from '../extract/table.ts';
import type { Table } from '../facts/facts.ts';
import { evaluateFlake, type FlakeSession } from '../flake/flake.ts';
import { openFlake } from '../flake/open-flake.ts';
import { type FlakeDeployments, flakeDeployments } from './deployments.ts';
import { flakeOutputs } from './outputs.ts';

/** What follows from all outputs of a flake. */
export interface FlakeFacts {
  readonly output: Table<'output'>;
  readonly deployments: FlakeDeployments;
}

/** Evaluates a flake with everything that it gives; a file that is no flake gives nothing. */
export function flakeFacts(flakes: FlakeSession, file: FilePath): FlakeFacts {
  const { session, opened, registry } = flakes;
  const flake = evaluateFlake(flakes, file);
  const { isFlake, outputs } = openFlake(session, opened, file);
  const value = isFlake ? outputs.force() : attributes(new Map());
  const deployments = flakeDeployments(flake, value, registry);
  return { deployments, output: plain(flakeOutputs(file, value)) };
}
