import { sha256 } from '@noble/hashes/sha2.js';

/**
 * What sops-nix writes into a template in place of a secret, and replaces on
 * the machine: `<SOPS:` and the SHA-256 of the name, as
 * `modules/sops/templates` of sops-nix has it.
 */
export function placeholderOf(name: string): string {
  const digest = sha256(new TextEncoder().encode(name));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `<SOPS:${hex}:PLACEHOLDER>`;
}
