import type { Cell } from '../facts/cell.ts';
import type { DeploymentRow } from '../facts/flakes.ts';

/** How a flake deploys a machine, with the output that is the machine. */
export interface FlakeDeployment {
  readonly row: Omit<DeploymentRow, 'host'>;
  /** Unset where what is deployed is no machine. */
  readonly machine: Cell<string>;
}
