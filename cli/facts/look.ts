import type { GridLook } from '../format/grid.ts';
import type { Places } from '../places.ts';

/** How facts are shown to people. */
export interface Look extends GridLook {
  readonly places: Places;
}
