import type { FlakeReference } from './reference.ts';

/**
 * What the names of the global registry of flakes stand for, `owner/repository`
 * on GitHub, as far as fleets use them. Whoever runs Nix may have another
 * registry, which is why what a lock file says comes first.
 */
const repositories: Readonly<Record<string, string>> = {
  agda: 'agda/agda',
  agenix: 'ryantm/agenix',
  arion: 'hercules-ci/arion',
  bundlers: 'NixOS/bundlers',
  cachix: 'cachix/cachix',
  disko: 'nix-community/disko',
  'emacs-overlay': 'nix-community/emacs-overlay',
  fenix: 'nix-community/fenix',
  'flake-parts': 'hercules-ci/flake-parts',
  'flake-utils': 'numtide/flake-utils',
  helix: 'helix-editor/helix',
  'hercules-ci-agent': 'hercules-ci/hercules-ci-agent',
  'hercules-ci-effects': 'hercules-ci/hercules-ci-effects',
  'home-manager': 'nix-community/home-manager',
  hydra: 'NixOS/hydra',
  'mach-nix': 'DavHau/mach-nix',
  nickel: 'tweag/nickel',
  nix: 'NixOS/nix',
  'nix-darwin': 'nix-darwin/nix-darwin',
  nixops: 'NixOS/nixops',
  'nixos-anywhere': 'nix-community/nixos-anywhere',
  'nixos-hardware': 'NixOS/nixos-hardware',
  'nixos-search': 'NixOS/nixos-search',
  nixpkgs: 'NixOS/nixpkgs',
  nixvim: 'nix-community/nixvim',
  nur: 'nix-community/NUR',
  patchelf: 'NixOS/patchelf',
  poetry2nix: 'nix-community/poetry2nix',
  'sops-nix': 'Mic92/sops-nix',
  systems: 'nix-systems/default',
  templates: 'NixOS/templates',
};

/** What a name of the registry stands for; `undefined` for names that are not known here. */
export function registered({ id = '', ref, revision }: FlakeReference): FlakeReference | undefined {
  const [owner, repository] = Object.hasOwn(repositories, id)
    ? (repositories[id]?.split('/') ?? [])
    : [];
  if (owner === undefined || repository === undefined) return undefined;
  return {
    type: 'github',
    host: 'github.com',
    owner,
    repository,
    ...(ref === undefined ? {} : { ref }),
    ...(revision === undefined ? {} : { revision }),
  };
}
