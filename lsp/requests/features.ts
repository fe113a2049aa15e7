import { definition } from './definition.ts';
import type { Feature } from './feature.ts';
import { foldingRange } from './folding-range.ts';

/** Every capability that documents and workspaces are asked for. */
export const features: readonly Feature[] = [definition, foldingRange];
