import { type NixData, nixBindings, nixExpression } from './nix.ts';

/** How an emitter writes options: as a module of its own, or as lines for a set that people wrote. */
export const nixForm = {
  summary:
    'A module of its own, or only its bindings, for a fence in a set that somebody else wrote.',
  default: 'module',
  choices: ['module', 'bindings'],
} as const;

/** Options as Nix, with a line end. */
export function nixModule(options: { readonly [name: string]: NixData }, form: string): string {
  return form === 'bindings' ? nixBindings(options) : `${nixExpression(options)}\n`;
}
