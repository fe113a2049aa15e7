import { type NamedHost, namedHosts } from '#analyzer/network/named-hosts.ts';
import { hasRecords, isBelow, isLocalName, namingOf, zoneOf } from '#analyzer/network/names.ts';
import { proxiesOf } from '#analyzer/network/proxies.ts';
import { placeNote, publish } from '#analyzer/network/publish.ts';
import { addressRecords, usualRecord } from '#analyzer/network/targets.ts';
import { textsOption } from '#linter/options.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/endpoint-record',
    summary: 'Names in the zones of the repository that tunnels and ssh use have a record.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      ...roleOptions,
      'external-zones': {
        summary: 'Domains whose records are kept elsewhere, with all names below them.',
        default: [],
      },
    },
  },

  docs: {
    why: `
      A tunnel whose endpoint has no record never comes up, and ssh finds nobody.
      Such names stand far from the records: in the settings of another machine,
      in a list of known hosts, in a block for ssh.

      Looked at are endpoints of WireGuard, known hosts and hosts of ssh that lie
      in a zone of the repository; what has its records elsewhere belongs into
      \`external-zones\`. The fix leads the name to where most domains of the proxy
      lead, and is not applied unasked.
    `,
    bad: [
      {
        code: `
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
  services.nginx.virtualHosts = {
    "api.example.org".locations."/".proxyPass = "http://oak:8083";
    "example.org".locations."/".proxyPass = "http://oak:4321";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.wg-quick.interfaces.wg0.peers = [
    {
      publicKey = "Zm9yIHRoZSB0ZXN0IG9ubHksIG5vdCBhIHJlYWwga2V5ISE=";
      endpoint = "vpn.example.org:51820";
#                ^^^^^^^^^^^^^^^^^^^^^^^ WireGuard endpoint \`vpn.example.org\` has no record in the zones that are kept here
    }
  ];
  programs.ssh.knownHosts."git.example.org".publicKey =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS";
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ known host \`git.example.org\` has no record in the zones that are kept here
}
-- cloud.tf --
resource "aws_route53_record" "api" {
  name    = "api.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}

resource "aws_route53_record" "root" {
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: its record would stand beside this
  name    = "example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}
        `,
        fixed: `
-- cloud.tf --
resource "aws_route53_record" "api" {
  name    = "api.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}

resource "aws_route53_record" "root" {
  name    = "example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}

resource "aws_route53_record" "git" {
  name    = "git.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}

resource "aws_route53_record" "vpn" {
  name    = "vpn.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}
        `,
      },
    ],
    good: [
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{
  networking.wg-quick.interfaces.wg0.peers = [
    { endpoint = "vpn.example.org:51820"; }
    { endpoint = "192.0.2.7:51820"; }
    { endpoint = "mesh.example.net:51820"; }
    { endpoint = "home.example.com:51820"; }
  ];
}
-- cloud.tf --
resource "aws_route53_record" "all" {
  name    = "*.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}

resource "aws_route53_record" "root" {
  name    = "example.com"
  type    = "A"
  zone_id = var.zones["example.com"]
  records = [aws_eip.gate.public_ip]
}
        `,
        options: { 'external-zones': ['example.com'] },
      },
    ],
  },

  check(context) {
    if (!hasRecords(context.facts)) return;
    const external = textsOption(context.options, 'external-zones');
    for (const named of namedHosts(context.facts)) {
      const isOurs = zoneOf(context.facts, named.name) !== undefined && !isLocalName(named.name);
      if (isOurs && !external.some((zone) => isBelow(named.name, zone))) checkName(context, named);
    }
  },
});

function checkName(context: FleetContext, { name, at, what }: NamedHost): void {
  const { facts } = context;
  const naming = namingOf(facts, name);
  if (naming.kind === 'undecided') {
    context.undecided(naming.reason);
    return;
  }
  context.decided();
  if (naming.kind === 'named') return;
  const { proxies } = proxiesOf(facts, rolesOf(context));
  const records = proxies.flatMap((proxy) => [...addressRecords(facts, proxy).values()]);
  const usual = usualRecord(records);
  const fix = usual && publish(facts, name, [usual, ...records]);
  context.report(at, {
    message: `${what} \`${name}\` has no record in the zones that are kept here`,
    related: placeNote(facts, name),
    fixes: fix ? [fix] : [],
  });
}
