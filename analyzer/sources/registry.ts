import type { FlakeReference } from './reference.ts';

/**
 * What the names of the global registry of flakes stand for, `owner/repository`
 * on GitHub, as far as fleets use them. Whoever runs Nix may have another
 * registry, which is why what a lock file says comes first.
 */
const repositories: Readonly<Record<string, string>> = {
  'emacs-overlay': 'nix-community/emacs-overlay',
  fenix: 'nix-community/fenix',
  'flake-utils': 'numtide/flake-utils',
  'home-manager': 'nix-community/home-manager',
  hydra: 'NixOS/hydra',
  nix: 'NixOS/nix',
  'nix-darwin': 'nix-darwin/nix-darwin',
  'nixos-hardware': 'NixOS/nixos-hardware',
  nixpkgs: 'NixOS/nixpkgs',
  nur: 'nix-community/NUR',
  poetry2nix: 'nix-community/poetry2nix',
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
