import { type Unknown, type UnknownReason, unknown } from '../evaluate/value.ts';

/**
 * Modules of well-known inputs that declare options and define nothing which
 * a fact table holds until the repository asks for it. A module that is not
 * named here may define anything, and leaves every table open.
 */
const harmlessInputs = [
  /^home-?manager$/,
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
  /^nix-?darwin$/,
  /^darwin$/,
  /^nix-homebrew$/,
  /^nix-index-database$/,
  /^nixos-generators$/,
  /^lanzaboote$/,
  /^nixos-wsl$/,
  /^nixvim$/,
  /^nvf$/,
  /^catppuccin(\/nix)?$/,
  /^mac-app-util$/,
  /^nixpkgs(-(unstable|stable|darwin|lib|[0-9.]+))*$/,
  /^(chaotic|nyx)$/,
  /^plasma-manager$/,
  /^spicetify(-nix)?$/,
  /^(nixos-)?vscode-server$/,
  /^nix-flatpak$/,
  /^treefmt-nix$/,
  /^microvm(\.nix)?$/,
  /^lix(-module)?$|^lix-project\/nixos-module$/,
  /^determinate$/,
  /^hercules-ci-effects$/,
  /^(pre-commit|git)-hooks/,
  /^devshell$/,
  /^lite-config$/,
  /^flake-parts$/,
  /^flake-root$/,
];

/**
 * Whether a module of an input is one of these. Where the flake says which
 * repository the input is, the repository decides, and else the input's name.
 */
export function isHarmlessModule(reason: UnknownReason): boolean {
  if (reason.kind !== 'input') return false;
  const { name, repository } = reason;
  const names = repository === undefined ? [name.toLowerCase()] : namesOf(repository);
  return names.some((each) => harmlessInputs.some((pattern) => pattern.test(each)));
}

/** `catppuccin/nix` is known by its owner, most others by the repository alone. */
function namesOf(repository: string): string[] {
  return [repository, repository.slice(repository.indexOf('/') + 1)];
}

/** Sets whose names the owner of a fleet gives: nobody else sets attributes of what is in them. */
const namedHere = [
  ['age', 'secrets'],
  ['sops', 'secrets'],
  ['sops', 'templates'],
] as const;

/** Whether a path is that of something which the repository gave its name. */
export function isNamedHere(path: readonly string[]): boolean {
  return namedHere.some(
    ([first, second]) => path.length === 3 && path[0] === first && path[1] === second,
  );
}

/**
 * Whether something that cannot be read might define options that only this
 * repository declares. Modules of public inputs were written without it; those
 * of private ones, and everything of the repository itself, may know them.
 */
export function mayKnowOurOptions(reason: UnknownReason): boolean {
  if (reason.kind !== 'input') return true;
  return reason.isPublic === undefined ? !isHarmlessModule(reason) : !reason.isPublic;
}

/** The same where the repository itself chose to put what it is: it may hold whatever the repository declares. */
export function asOwn({ reason, at }: Unknown): Unknown {
  return unknown(reason.kind === 'input' ? { ...reason, isPublic: false } : reason, at);
}
