import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { snapshotOf } from './fleet.ts';

/** The facts of one machine of this module. */
export function factsOf(module: string, kind: 'nixos' | 'darwin' = 'nixos'): Facts {
  const call = kind === 'nixos' ? 'nixpkgs.lib.nixosSystem' : 'darwin.lib.darwinSystem';
  const flake = `{
    inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    inputs.darwin.url = "github:nix-darwin/nix-darwin";
    outputs = { nixpkgs, darwin, ... }: {
      ${kind}Configurations.oak = ${call} { modules = [ ./oak.nix ]; };
    };
  }`;
  const texts = new Map([
    ['flake.nix' as FilePath, flake],
    ['oak.nix' as FilePath, module],
  ]);
  return snapshotOf(texts).facts();
}
