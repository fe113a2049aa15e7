import type { Note } from '#analyzer/diagnostic.ts';
import { type Backend, backendsOf, usualList } from '#analyzer/network/backends.ts';
import { listNote, openingOf, openPort, portComment } from '#analyzer/network/firewall.ts';
import { type Finding, type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/proxied-port-open',
    summary: 'The port that a proxy sends requests to is open on the machine behind it.',
    severity: 'error',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
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
    443 # HTTPS
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
#                                                                   ^^^^ nothing opens TCP 8084 on oak for \`shop.example.org\`
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
    const { backends, undecided } = backendsOf(context.facts);
    for (const reason of undecided) context.undecided(reason);
    for (const backend of backends) checkBackend(context, backend, backends);
  },
});

function checkBackend(context: FleetContext, backend: Backend, backends: readonly Backend[]): void {
  const opening = openingOf(context.facts, backend.wanted);
  if (opening.kind === 'undecided') {
    context.undecided(opening.reason);
    return;
  }
  context.decided();
  if (opening.kind === 'open') return;
  const { elsewhere } = opening;
  const notes: Note[] = [];
  if (elsewhere) {
    const message = `only \`${elsewhere.interface ?? ''}\` lets ${portName(backend)} in`;
    notes.push({ ...context.facts.locate(elsewhere.at), message });
  }
  context.report(backend.at, findingFor(context, { backend, backends, notes }));
}

interface Closed {
  readonly backend: Backend;
  readonly backends: readonly Backend[];
  readonly notes: readonly Note[];
}

function findingFor({ facts }: FleetContext, { backend, backends, notes }: Closed): Finding {
  const { route, wanted } = backend;
  const { host, protocol, port } = wanted;
  const list = usualList(facts, backend, backends);
  const served =
    route.domain === undefined
      ? `the ${route.kind === 'stream' ? 'stream' : 'proxy'} of \`${route.host}\` on ${protocol.toUpperCase()} ${route['listen-port']}`
      : `\`${route.domain}\``;
  const note = `\`${host}\` opens its ${protocol.toUpperCase()} ports here`;
  const where = list?.interface === undefined ? '' : ` on \`${list.interface}\``;
  const title = `open ${portName(backend)} on ${host}${where}`;
  const front = { host: route.host, protocol, port: route['listen-port'] };
  const comment = route.domain ?? portComment(facts, front);
  const insertion = list && openPort(facts, list, { port, comment, title });
  return {
    message: `nothing opens ${portName(backend)} on ${host} for ${served}`,
    related: [...listNote(facts, list, note), ...notes],
    fixes: insertion ? [insertion.fix] : [],
  };
}

function portName({ wanted: { protocol, port } }: Backend): string {
  return `${protocol.toUpperCase()} ${port}`;
}
