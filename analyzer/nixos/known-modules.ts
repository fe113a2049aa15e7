import type { UnknownReason } from '../evaluate/value.ts';

/**
 * Modules of well-known inputs that declare options and define nothing which
 * a fact table holds until the repository asks for it. A module that is not
 * named here may define anything, and leaves every table open.
 */
const harmlessInputs = [
  /^home-?manager/,
  /^hm$/,
  /^sops(-nix)?$/,
  /^agenix(-rekey)?$/,
  /^ragenix$/,
  /^impermanence$/,
  /^disko$/,
  /^nur$/,
  /^stylix$/,
  /^nixos-hardware$/,
  /^hardware$/,
  /^nix-?darwin/,
  /^darwin$/,
  /^nix-homebrew$/,
  /^nix-index-database$/,
  /^nixos-generators$/,
  /^lanzaboote$/,
  /^nixos-wsl$/,
  /^nixvim$/,
  /^nvf$/,
  /^catppuccin$/,
  /^mac-app-util$/,
  /^nixpkgs/,
  /^chaotic$/,
  /^plasma-manager$/,
  /^spicetify(-nix)?$/,
  /^vscode-server$/,
  /^nix-flatpak$/,
  /^treefmt-nix$/,
  /^microvm$/,
  /^lix(-module)?$/,
  /^determinate$/,
  /^hercules-ci-effects$/,
  /^(pre-commit|git)-hooks/,
  /^devshell$/,
  /^lite-config$/,
  /^flake-parts$/,
  /^flake-root$/,
];

/** Profiles of nixpkgs itself, which images and installers import. */
export function isHarmlessModule(reason: UnknownReason): boolean {
  return (
    reason.kind === 'input' &&
    harmlessInputs.some((pattern) => pattern.test(reason.name.toLowerCase()))
  );
}
