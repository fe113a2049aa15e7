import { peerOmissions } from './peer-omissions.ts';
import type { Peer, PeerCode, Rule } from './rule.ts';

/** The linters that rules stand for, sorted. */
export const peers: readonly Peer[] = [
  'deadnix',
  'flake-checker',
  'flake-linter',
  'nil',
  'nix-linter',
  'nixf',
  'nixpkgs-hammering',
  'nixpkgs-lint',
  'nixpkgs-vet',
  'statix',
];

/** A check of another linter with the rule that stands for it, or why there is none. */
export interface PeerCheck extends Pick<PeerCode, 'code' | 'differs'> {
  readonly rule?: string;
}

/** The checks of a linter, sorted by code and rule: those that rules stand for, and those left out on purpose. */
export function peerChecks(rules: readonly Rule[], peer: Peer): readonly PeerCheck[] {
  const checks: readonly PeerCheck[] = rules.flatMap(({ meta: { name, peers: codes = [] } }) =>
    codes
      .filter((code) => code.peer === peer)
      .map(({ code, differs }): PeerCheck => {
        return { code, rule: name, ...(differs === undefined ? {} : { differs }) };
      }),
  );
  const left = peerOmissions.filter((omission) => omission.peer === peer);
  const all: readonly PeerCheck[] = [
    ...checks,
    ...left.map(({ code, reason }) => ({ code, differs: reason })),
  ];
  return all.toSorted((a, b) => compare(a.code, b.code) || compare(a.rule ?? '', b.rule ?? ''));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
