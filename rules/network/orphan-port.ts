import { known } from '#analyzer/facts/cell.ts';
import type { IngressRuleRow } from '#analyzer/facts/network.ts';
import { portName } from '#analyzer/network/gates.ts';
import { hasIngressRules } from '#analyzer/network/ingress.ts';
import { excessOf, type Need, needOfRule, openedBehind } from '#analyzer/network/orphans.ts';
import { proxiesOf } from '#analyzer/network/proxies.ts';
import type { Roles } from '#analyzer/network/roles.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/orphan-port',
    summary: 'Open ports behind a proxy, and ingress rules before it, lead to something.',
    severity: 'hint',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: roleOptions,
  },

  docs: {
    why: `
      What was opened for a service stays open when the service is gone. A port that
      nothing listens on does no harm today; whatever listens there tomorrow is
      reachable without anybody having decided so.

      Looked at are single ports in the firewall lists of machines behind a proxy,
      to which no route leads and on which nothing of the machine listens, and
      ingress rules whose ports no machine of the fleet opens and no proxy listens
      on, or that reach further than those. Where a program may listen on a port
      that is not known, nothing is said.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = {
      gate = nixpkgs.lib.nixosSystem { modules = [ ./gate.nix ]; };
      oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
    };
  };
}
-- gate.nix --
{
  networking.firewall.allowedTCPPorts = [ 80 ];
  services.nginx.virtualHosts."api.example.org".locations."/".proxyPass = "http://oak:8083";
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [
    443
#   ^^^ \`oak\` opens TCP 443, but no route leads there and nothing listens on it
    8083 # API
  ];
  systemd.services.api.serviceConfig.ExecStart = "/run/current-system/sw/bin/api --port 8083";
}
-- cloud.tf --
resource "aws_vpc_security_group_ingress_rule" "http" {
  cidr_ipv4   = "0.0.0.0/0"
  ip_protocol = "tcp"
  from_port   = 80
  to_port     = 80
}

resource "aws_vpc_security_group_ingress_rule" "minecraft" {
  cidr_ipv4   = "0.0.0.0/0"
  ip_protocol = "tcp"
  from_port   = 25565
#               ^^^^^ the ingress rule \`minecraft\` lets in what no machine of the fleet opens
  to_port     = 25565
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  cidr_ipv4   = "0.0.0.0/0"
  ip_protocol = "tcp"
  from_port   = 80
  to_port     = 443
#               ^^^ the ingress rule \`web\` lets in TCP 81 as well, which no machine of the fleet opens
}
        `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = {
      gate = nixpkgs.lib.nixosSystem { modules = [ ./gate.nix ]; };
      oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
    };
  };
}
-- gate.nix --
{
  networking.firewall.allowedTCPPorts = [ 80 ];
  networking.firewall.allowedUDPPortRanges = [ { from = 60000; to = 61000; } ];
  services.nginx.virtualHosts."api.example.org".locations."/".proxyPass = "http://oak:8083";
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 443 8083 ];
  systemd.services.web.serviceConfig.ExecStart = "/run/current-system/sw/bin/web";
}
-- cloud.tf --
resource "aws_vpc_security_group_ingress_rule" "everything" {
  cidr_ipv4   = "0.0.0.0/0"
  ip_protocol = "-1"
}

resource "aws_vpc_security_group_ingress_rule" "http" {
  cidr_ipv4   = "0.0.0.0/0"
  ip_protocol = "tcp"
  from_port   = 80
  to_port     = 80
}

resource "aws_vpc_security_group_ingress_rule" "mosh" {
  cidr_ipv4   = "0.0.0.0/0"
  ip_protocol = "udp"
  from_port   = 60000
  to_port     = 61000
}
      `,
    ],
  },

  check(context) {
    const roles = rolesOf(context);
    for (const { row, need } of openedBehind(context.facts, roles)) {
      if (!isOrphan(context, need)) continue;
      const port = portName(row);
      const message = `\`${row.host}\` opens ${port}, but no route leads there and nothing listens on it`;
      context.report(row.at, { message });
    }
    checkRules(context, roles);
  },
});

function checkRules(context: FleetContext, roles: Roles): void {
  const { facts } = context;
  if (!hasIngressRules(facts) || proxiesOf(facts, roles).proxies.length === 0) return;
  for (const rule of facts.table('ingress-rule').rows) {
    const need = needOfRule(facts, rule);
    checkExcess(context, rule);
    if (need === undefined || !isOrphan(context, need)) continue;
    const message = `the ingress rule \`${rule.label}\` lets in what no machine of the fleet opens`;
    context.report(rule.places?.['from-port'] ?? rule.at, { message });
  }
}

function checkExcess(context: FleetContext, rule: IngressRuleRow): void {
  const excess = excessOf(context.facts, rule);
  if (typeof excess === 'object') context.undecided(excess.undecided);
  if (typeof excess !== 'number') return;
  const ports = `${known(rule.protocol)?.toUpperCase()} ${excess}`;
  const message = `the ingress rule \`${rule.label}\` lets in ${ports} as well, which no machine of the fleet opens`;
  const isFirst = excess === known(rule['from-port']);
  const place = rule.places?.[isFirst ? 'from-port' : 'to-port'];
  context.report(place ?? rule.at, { message });
}

function isOrphan(context: FleetContext, need: Need): boolean {
  if (typeof need === 'object') context.undecided(need.undecided);
  else context.decided();
  return need === 'orphan';
}
