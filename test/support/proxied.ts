import type { FilePath } from '#analyzer/diagnostic.ts';
import type { OptionValues, Rule } from '#linter/rule.ts';
import { lintWith } from './lint-example.ts';

/** A proxy `gate` in front of `oak`, with these settings and files. */
export interface Fleet {
  readonly gate?: string;
  readonly oak?: string;
  readonly cloud?: string;
  readonly document?: string;
  readonly more?: string;
}

const flake = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = {
      gate = nixpkgs.lib.nixosSystem { modules = [ ./gate.nix ]; };
      oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
    };
  };
}`;

/** The files of the fleet. */
export function textsOf({
  gate = '',
  oak = '',
  cloud,
  document,
  more,
}: Fleet): Map<FilePath, string> {
  const gateModule = `{ config, lib, ... }: {
    networking.wg-quick.interfaces.wg0 = {
      address = [ "10.1.0.1/24" ];
      peers = [ { allowedIPs = [ "10.1.0.2/32" ]; } ];
    };
    ${gate}
  }`;
  const oakModule = `{ config, lib, ... }: {
    networking.hostName = "oak";
    networking.wireguard.interfaces.wg0.ips = [ "10.1.0.2/24" ];
    ${oak}
  }`;
  const texts: [string, string | undefined][] = [
    ['flake.nix', flake],
    ['gate.nix', gateModule],
    ['oak.nix', oakModule],
    ['cloud.tf', cloud],
    ['AGENTS.md', document],
    ['more.nix', more],
  ];
  return new Map(
    texts.flatMap(([file, text]) => (text === undefined ? [] : [[file as FilePath, text]])),
  );
}

/** What a rule says about the fleet. */
export function messages(rule: Rule, fleet: Fleet, options?: OptionValues): string[] {
  return lintWith(rule, textsOf(fleet), options).diagnostics.map(({ message }) => message);
}

/** How much of the fleet a rule could judge. */
export function coverage(
  rule: Rule,
  fleet: Fleet,
): { decided: number; undecided: readonly string[] } {
  const [found] = lintWith(rule, textsOf(fleet)).coverage;
  const undecided = found?.undecided.map(({ reason }) => reason) ?? [];
  return { decided: found?.decided ?? 0, undecided };
}

/** A virtual host with one upstream. */
export function host(name: string, target: string, settings = ''): string {
  return `services.nginx.virtualHosts."${name}" = { ${settings} locations."/".proxyPass = "${target}"; };`;
}

/** One rule of a security group. */
export function ingressRule(label: string, protocol: string, from: string, to = from): string {
  return `resource "aws_vpc_security_group_ingress_rule" "${label}" {
  ip_protocol = "${protocol}"
  from_port   = ${from}
  to_port     = ${to}
}
`;
}
