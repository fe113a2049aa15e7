import { type Backend, backendsOf } from '#analyzer/network/backends.ts';
import { type Alike, gateBehind, isShutInFront, sameWish } from '#analyzer/network/closed-ports.ts';
import { openingOf } from '#analyzer/network/firewall.ts';
import { portName } from '#analyzer/network/gates.ts';
import { proxiesOf } from '#analyzer/network/proxies.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/proxied-port-open',
    summary: 'The port that a proxy sends requests to is open on the machine behind it.',
    severity: 'error',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: roleOptions,
  },

  docs: {
    why: `
      A virtual host or a stream that sends requests to another machine of the
      fleet needs two edits: the route, and the port in the other machine's
      firewall. Forget the second, and the domain answers with "bad gateway" or
      a timeout, although both machines build.

      The machine is found by the address in the route: the one whose WireGuard
      interface, network card or host name has it. The port must be open for the
      protocol of the route, on every interface or on the tunnel's own. Routes
      that end on the proxy itself or outside of the fleet are not looked at.
      Several routes to one closed port are one finding that names all of them. A
      stream that is shut out in front of the proxy as well is one finding of
      \`network/ingress-matches-firewall\`, which names every place.

      The fix opens the port where the machine opens what other routes need. It
      is not applied unasked, because it lets requests in.
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
  networking.wg-quick.interfaces.wg0 = {
    address = [ "10.1.0.1/24" ];
    peers = [ { allowedIPs = [ "10.1.0.2/32" ]; } ];
  };
  networking.firewall.allowedTCPPorts = [
    80 # HTTP
    2222 # Git
  ];
  services.nginx = {
    streamConfig = ''
      upstream git {
        server 10.1.0.2:23231;
#                       ^^^^^ nothing opens TCP 23231 on oak for the stream of \`gate\` on TCP 2222
      }
      server {
        listen 2222;
        proxy_pass git;
      }
    '';
    virtualHosts = {
      "blog.example.org".locations."/".proxyPass = "http://10.1.0.2:4321";
      "shop.example.org".locations."/".proxyPass = "http://10.1.0.2:8084";
#                                                                   ^^^^ nothing opens TCP 8084 on oak for \`shop.example.org\` and \`stage.example.org\`
      "stage.example.org".locations."/".proxyPass = "http://10.1.0.2:8084";
#                                                                    ^^^^ note: \`stage.example.org\` needs it, too
    };
  };
}
-- oak.nix --
{
  networking.wireguard.interfaces.wg0.ips = [ "10.1.0.2/24" ];
  networking.firewall = {
    allowedTCPPorts = [
      4321 # Blog
#     ^^^^ note: \`oak\` opens its TCP ports here
      9090 # Metrics
    ];
    interfaces.tailscale0.allowedTCPPorts = [ 8084 ];
#                                             ^^^^ note: only \`tailscale0\` lets TCP 8084 in
  };
}
        `,
        fixed: `
-- oak.nix --
{
  networking.wireguard.interfaces.wg0.ips = [ "10.1.0.2/24" ];
  networking.firewall = {
    allowedTCPPorts = [
      4321 # Blog
      8084 # shop.example.org
      9090 # Metrics
      23231 # Git
    ];
    interfaces.tailscale0.allowedTCPPorts = [ 8084 ];
  };
}
        `,
      },
    ],
    good: [
      // On every interface or on the tunnel's; a range will do, and UDP is not TCP.
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
  networking.wg-quick.interfaces.wg0.address = [ "10.1.0.1/24" ];
  networking.firewall = {
    allowedTCPPorts = [ 80 ];
    allowedUDPPorts = [ 123 ];
  };
  services.nginx = {
    streamConfig = "server { listen 123 udp; proxy_pass 10.1.0.2:123; }";
    virtualHosts = {
      "a.example.org".locations."/".proxyPass = "http://10.1.0.2:4321";
      "b.example.org".locations."/".proxyPass = "http://10.1.0.2:8084/api";
      "c.example.org".locations."/".proxyPass = "http://10.1.0.2:7001";
      "here.example.org".locations."/".proxyPass = "http://127.0.0.1:3000";
      "there.example.org".locations."/".proxyPass = "https://other.example.com";
    };
  };
}
-- oak.nix --
{
  networking.wg-quick.interfaces.wg0.address = [ "10.1.0.2/24" ];
  networking.firewall = {
    allowedTCPPorts = [ 4321 ];
    allowedUDPPorts = [ 123 ];
    allowedTCPPortRanges = [ { from = 7000; to = 7010; } ];
    interfaces.wg0.allowedTCPPorts = [ 8084 ];
  };
}
      `,
    ],
  },

  check(context) {
    const { facts } = context;
    const roles = rolesOf(context);
    const { backends, undecided } = backendsOf(facts, roles);
    for (const reason of undecided) context.undecided(reason);
    const closed = backends.filter((backend) => {
      const opening = openingOf(facts, backend.wanted);
      if (opening.kind === 'undecided') context.undecided(opening.reason);
      else context.decided();
      return opening.kind === 'closed';
    });
    const proxies = proxiesOf(facts, roles);
    for (const alike of sameWish(closed))
      if (!isShutInFront(facts, proxies, alike)) reportClosed(context, alike, backends);
  },
});

function reportClosed(
  { facts, report }: FleetContext,
  alike: Alike,
  backends: readonly Backend[],
): void {
  const [backend, ...others] = alike;
  const { host } = backend.wanted;
  const { notes, fix } = gateBehind(facts, backend, backends);
  const served = [...new Set(alike.map(servedBy))];
  report(backend.at, {
    message: `nothing opens ${portName(backend.wanted)} on ${host} for ${listed(served)}`,
    related: [
      ...notes,
      ...others.map((other) => {
        return { ...facts.locate(other.at), message: `${servedBy(other)} needs it, too` };
      }),
    ],
    fixes: fix ? [fix] : [],
  });
}

function servedBy({ route }: Backend): string {
  if (route.domain !== undefined) return `\`${route.domain}\``;
  const kind = route.kind === 'stream' ? 'stream' : 'proxy';
  return `the ${kind} of \`${route.host}\` on ${route.protocol.toUpperCase()} ${route['listen-port']}`;
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
