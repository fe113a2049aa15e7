import type { Unknown } from '../evaluate/value.ts';
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
  const isOfOther = Object.values(ownNames).some((names) => names.includes(name));
  if (!provider && !isOfOther) return undefined;
  const isProvided = gaps.some(({ reason }) => {
    if (!provider || reason.kind !== 'input') return false;
    return provider.test(reason.name.toLowerCase()) || provider.test(reason.repository ?? '');
  });
  if (isProvided) return true;
  return gaps.some(({ reason }) => mayKnowOurOptions(reason)) ? undefined : false;
}
