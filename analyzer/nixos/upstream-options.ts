import type { Unknown, UnknownReason } from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';
import { ownNames } from '../syntax/option-names.ts';
import { mayKnowOurOptions } from './known-modules.ts';

/** Names of options at the top level that the modules of well-known projects declare. */
const providers: { readonly [name: string]: RegExp } = {
  age: /agenix|ragenix/,
  catppuccin: /catppuccin/,
  clan: /clan/,
  disko: /disko/,
  'home-manager': /home-?manager|^hm$/,
  homebrew: /nix-?darwin|^darwin$/,
  hm: /home-?manager|^hm$/,
  jovian: /jovian/,
  launchd: /nix-?darwin|^darwin$/,
  lollypops: /lollypops/,
  mailserver: /mailserver/,
  microvm: /microvm/,
  'nix-homebrew': /nix-homebrew/,
  nixarr: /nixarr/,
  nixvim: /nixvim/,
  preservation: /preservation/,
  proxmox: /nixos-generators|proxmox/,
  scribe: /scribe/,
  sops: /sops/,
  stylix: /stylix/,
  vaultix: /vaultix/,
  wsl: /wsl/,
};

/** Whether well-known projects declare an option at the top level, whatever the machine. */
function isUpstreamName(name: string): boolean {
  return name in providers || Object.values(ownNames).some((names) => names.includes(name));
}

/**
 * Whether a name at the top level, below which the repository declares options,
 * is no name of upstream, nor like that of an input whose modules cannot be read.
 */
export function isOwnName(name: string, gaps: readonly Unknown[]): boolean {
  return !isUpstreamName(name) && !gaps.some(({ reason }) => isNamedLike(reason, plain(name)));
}

function isNamedLike(reason: UnknownReason, name: string): boolean {
  if (reason.kind !== 'input') return false;
  const { repository = '' } = reason;
  return [reason.name, repository.slice(repository.indexOf('/') + 1)]
    .map(plain)
    .some((other) => other !== '' && (other.includes(name) || name.includes(other)));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/**
 * Whether an option at the top level exists that the repository does not
 * declare; `undefined` where that is not known. Modules of public inputs are
 * taken to declare no options that belong to another project.
 */
export function upstreamDeclares(
  name: string,
  system: HostClass,
  gaps: readonly Unknown[],
): boolean | undefined {
  if (ownNames[system].includes(name)) return true;
  const provider = providers[name];
  if (!isUpstreamName(name)) return undefined;
  const isProvided = gaps.some(({ reason }) => {
    if (!provider || reason.kind !== 'input') return false;
    return provider.test(reason.name.toLowerCase()) || provider.test(reason.repository ?? '');
  });
  if (isProvided) return true;
  return gaps.some(({ reason }) => mayKnowOurOptions(reason)) ? undefined : false;
}
