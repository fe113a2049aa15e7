import type { Fix, Note } from '#analyzer/diagnostic.ts';
import { shutBehind } from '#analyzer/network/closed-ports.ts';
import { firewallList, listNote } from '#analyzer/network/firewall.ts';
import { gatesBefore, portName, type ShutGate } from '#analyzer/network/gates.ts';
import {
  type Proxies,
  type PublicPort,
  proxiesOf,
  publicPorts,
} from '#analyzer/network/proxies.ts';
import type { Roles } from '#analyzer/network/roles.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/ingress-matches-firewall',
    summary: 'A proxy is reached on what it listens on, through its firewall and the cloud.',
    severity: 'error',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: roleOptions,
  },

  docs: {
    why: `
      Requests pass two gates before a proxy sees them: the firewall of its own
      configuration, and the security group of the cloud it runs in. One lives in
      a Nix file, the other in an OpenTofu file, and a port that is missing from
      either is closed.

      Looked at are the ports of virtual hosts (80 and 443 unless they say
      otherwise) and of streams, with their protocol, on machines that pass
      requests on to other machines of the fleet. A virtual host that listens on
      one address only is left out. Without any ingress rule in the repository
      only the firewall counts, and rules that have no port in common with the
      proxy are taken to be about another machine. A port that neither of the two
      lets in is one finding, and its fix opens both. So is a stream whose port is
      closed behind the proxy, too: it names all three places.

      Any other closed port behind the proxy is the subject of
      \`network/proxied-port-open\`. Both fixes let requests in, so neither is
      applied unasked.
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
  networking.firewall = {
    allowedTCPPorts = [
      80 # HTTP
#     ^^ note: \`gate\` opens its TCP ports here
      443 # HTTPS
    ];
    allowedUDPPorts = [ 123 ];
#                       ^^^ note: \`gate\` opens its UDP ports here
  };
  services.nginx = {
    streamConfig = ''
      server {
        listen 2222;
#              ^^^^ \`gate\` listens on TCP 2222 but its firewall does not open it
        proxy_pass oak:22;
      }
      server {
        listen 123 udp;
#              ^^^ \`gate\` listens on UDP 123 but the security group has no matching ingress rule
        proxy_pass oak:123;
      }
      server {
        listen 9000;
#              ^^^^ \`gate\` listens on TCP 9000 but neither its firewall nor the security group lets it in, and \`oak\` does not open TCP 9000
        proxy_pass oak:9000;
      }
    '';
    virtualHosts."blog.example.org" = {
      enableACME = true;
      forceSSL = true;
      locations."/".proxyPass = "http://oak:4321";
    };
  };
}
-- oak.nix --
{
  networking = {
    hostName = "oak";
    firewall.allowedTCPPorts = [
      22 # SSH
#     ^^ note: \`oak\` opens its TCP ports here
      4321 # Blog
    ];
    firewall.allowedUDPPorts = [ 123 ];
  };
}
-- cloud.tf --
# https://search.opentofu.org/provider/hashicorp/aws
resource "aws_vpc_security_group_ingress_rule" "web" {
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the nearest ingress rule is here
  security_group_id = aws_security_group.gate.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 2222
}
        `,
        fixed: `
-- gate.nix --
{
  networking.firewall = {
    allowedTCPPorts = [
      80 # HTTP
      443 # HTTPS
      2222 # SSH
      9000
    ];
    allowedUDPPorts = [ 123 ];
  };
  services.nginx = {
    streamConfig = ''
      server {
        listen 2222;
        proxy_pass oak:22;
      }
      server {
        listen 123 udp;
        proxy_pass oak:123;
      }
      server {
        listen 9000;
        proxy_pass oak:9000;
      }
    '';
    virtualHosts."blog.example.org" = {
      enableACME = true;
      forceSSL = true;
      locations."/".proxyPass = "http://oak:4321";
    };
  };
}
-- oak.nix --
{
  networking = {
    hostName = "oak";
    firewall.allowedTCPPorts = [
      22 # SSH
      4321 # Blog
      9000
    ];
    firewall.allowedUDPPorts = [ 123 ];
  };
}
-- cloud.tf --
# https://search.opentofu.org/provider/hashicorp/aws
resource "aws_vpc_security_group_ingress_rule" "tcp_9000" {
  security_group_id = aws_security_group.gate.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 9000
  to_port           = 9000
}

# https://search.opentofu.org/provider/hashicorp/aws
resource "aws_vpc_security_group_ingress_rule" "udp_123" {
  security_group_id = aws_security_group.gate.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "udp"
  from_port         = 123
  to_port           = 123
}

# https://search.opentofu.org/provider/hashicorp/aws
resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = aws_security_group.gate.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 2222
}
        `,
      },
    ],
    good: [
      // A range covers its ports, and -1 every protocol; oak serves itself and is no proxy.
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
  networking.firewall = {
    allowedTCPPorts = [ 80 ];
    allowedUDPPorts = [ 123 ];
  };
  services.nginx = {
    streamConfig = "server { listen 123 udp; proxy_pass oak:123; }";
    virtualHosts."blog.example.org".locations."/".proxyPass = "http://oak:4321";
    virtualHosts."status.example.org" = {
      listen = [ { addr = "127.0.0.1"; port = 8081; } ];
      locations."/".proxyPass = "http://oak:8081";
    };
  };
}
-- oak.nix --
{
  networking = {
    hostName = "oak";
    firewall.allowedTCPPorts = [ 4321 8081 ];
    firewall.allowedUDPPorts = [ 123 ];
  };
  services.nginx.virtualHosts."oak.example.org" = {
    enableACME = true;
    locations."/".proxyPass = "http://127.0.0.1:3000";
  };
}
-- cloud.tf --
resource "aws_security_group" "gate" {
  ingress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
      `,
    ],
  },

  check(context) {
    const roles = rolesOf(context);
    const found = proxiesOf(context.facts, roles);
    for (const reason of found.undecided) context.undecided(reason);
    for (const proxy of found.proxies) {
      for (const port of publicPorts(proxy)) {
        const shut = gatesBefore(context.facts, proxy, port).flatMap((gate) => {
          if (gate.kind === 'undecided') context.undecided(gate.reason);
          else context.decided();
          return gate.kind === 'shut' ? [gate] : [];
        });
        if (shut.length > 0) reportShut(context, port, { shut, found, roles });
      }
    }
  },
});

interface Shut {
  readonly shut: readonly ShutGate[];
  readonly found: Proxies;
  readonly roles: Roles;
}

/** A port that is missing in several places is one fault, and one fix opens all of them. */
function reportShut(context: FleetContext, wanted: PublicPort, { shut, found, roles }: Shut): void {
  const { route } = wanted;
  const behind = shutBehind(context.facts, wanted, { found, roles });
  const gates = [...shut, ...behind.map(({ gate }) => gate)];
  const fixes = gates.flatMap(({ fix }) => fix ?? []);
  const fix: Fix = {
    title: fixes.map(({ title }) => title).join(', and '),
    safety: 'unsafe',
    edits: fixes.flatMap(({ edits }) => edits),
  };
  const also = behind.map(({ hop }) => `, and \`${hop.host}\` does not open ${portName(hop)}`);
  context.report(route.places?.['listen-port'] ?? route.at, {
    message: `\`${route.host}\` listens on ${portName(wanted)} but ${shutText(shut)}${also.join('')}`,
    related: [...firewallNote(context, wanted), ...gates.flatMap(({ notes }) => notes)],
    fixes: fixes.length === gates.length ? [fix] : [],
  });
}

function shutText(gates: readonly ShutGate[]): string {
  if (gates.length > 1) return 'neither its firewall nor the security group lets it in';
  return gates[0]?.where === 'firewall'
    ? 'its firewall does not open it'
    : 'the security group has no matching ingress rule';
}

function firewallNote({ facts }: FleetContext, { route, protocol }: PublicPort): Note[] {
  const message = `\`${route.host}\` opens its ${protocol.toUpperCase()} ports here`;
  return listNote(facts, firewallList(facts, { host: route.host, protocol }), message);
}
