import { proxiesOf } from '#analyzer/network/proxies.ts';
import { strayRecords } from '#analyzer/network/targets.ts';
import { type UnrealTarget, unrealTargets } from '#analyzer/network/unreal-targets.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/record-target',
    summary: 'The record of a name that a proxy serves leads to an address that is there.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: roleOptions,
  },

  docs: {
    why: `
      A record mostly names the address by an attribute of a resource, such as
      \`aws_eip.gate.public_ip\`. OpenTofu refuses one of a resource that no
      file of the module declares, and the provider of DNS one that is no
      address. Neither is seen before somebody runs a plan.

      Which attributes hold an address is known for elastic addresses and
      instances of AWS. Looked at are records of names that a proxy serves, and of
      those that documents and services give to its streams.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = {
      gate = nixpkgs.lib.nixosSystem { modules = [ ./gate.nix ]; };
      oak = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "oak"; } ]; };
    };
  };
}
-- gate.nix --
{
  services.nginx.virtualHosts = {
    "blog.example.org".locations."/".proxyPass = "http://oak:8084";
    "example.org".locations."/".proxyPass = "http://oak:4321";
  };
}
-- cloud.tf --
resource "aws_instance" "gate" {
  instance_type = "t3.nano"
}

resource "aws_route53_record" "blog" {
  name    = "blog.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_instance.gate.public_dns]
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`blog.example.org\` points at \`aws_instance.gate.public_dns\`, which is no address of \`aws_instance.gate\`
}

resource "aws_route53_record" "root" {
  name    = "example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
#           ^^^^^^^^^^^^^^^^^^^^^^^^ \`example.org\` points at \`aws_eip.gate.public_ip\`, but no file declares \`aws_eip.gate\`
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
  services.nginx.virtualHosts = {
    "blog.example.org".locations."/".proxyPass = "http://oak:8084";
    "example.org".locations."/".proxyPass = "http://oak:4321";
    "shop.example.org".locations."/".proxyPass = "http://oak:8085";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 4321 8084 8085 ];
}
-- address.tf --
resource "aws_eip" "gate" {
  instance = aws_instance.gate.id
}

resource "hcloud_server" "gate" {
  server_type = "cx22"
}
-- cloud.tf --
resource "aws_instance" "gate" {
  instance_type = "t3.nano"
}

resource "aws_route53_record" "blog" {
  name    = "blog.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_instance.gate.public_ip]
}

resource "aws_route53_record" "root" {
  name    = "example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}

resource "aws_route53_record" "shop" {
  name    = "shop.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [hcloud_server.gate.ipv4_address]
}
      `,
    ],
  },

  check(context) {
    const { facts } = context;
    const { proxies, undecided } = proxiesOf(facts, rolesOf(context));
    for (const reason of undecided) context.undecided(reason);
    for (const proxy of proxies) {
      // What leads elsewhere than the other names is said there.
      const strays = new Set(strayRecords(facts, proxy).map(({ record }) => record));
      context.decided();
      for (const unreal of unrealTargets(facts, proxy))
        if (!strays.has(unreal.record)) report(context, unreal);
    }
  },
});

function report({ facts, report }: FleetContext, unreal: UnrealTarget): void {
  const { domain, record, target, resource, problem } = unreal;
  const why =
    problem === 'no-resource'
      ? `but no file declares \`${resource}\``
      : `which is no address of \`${resource}\``;
  const place = facts.locate(record.places?.targets ?? record.at);
  report(place, { message: `\`${domain}\` points at \`${target}\`, ${why}` });
}
