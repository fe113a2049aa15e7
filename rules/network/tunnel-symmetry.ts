import type { Fix, Note } from '#analyzer/diagnostic.ts';
import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TunnelRow } from '#analyzer/facts/network.ts';
import { tunnelGates } from '#analyzer/network/tunnel-gates.ts';
import { returnOf, type TunnelPair, tunnelPairs } from '#analyzer/network/tunnels.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/tunnel-symmetry',
    summary: 'Both ends of a WireGuard tunnel agree on addresses, ports and open gates.',
    severity: 'error',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      A tunnel is written down twice, once on each machine, and nothing complains
      when the two differ: packets are dropped without a sign.

      A peer whose range is the address of another machine's interface is that
      machine. It must have a peer that takes the address of this one. Where a
      peer names an endpoint, its port is the one that the other machine listens
      on, and that machine's firewall opens it for UDP, as does the cloud in
      front of it where the repository has ingress rules about it. Where one of
      the two passes requests on to the other, the ports of both are open.

      Peers that are no machines of the fleet are not looked at. The fix opens the
      port, so it is not applied unasked; a key or an address is yours to choose.
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
      elm = nixpkgs.lib.nixosSystem { modules = [ ./elm.nix ]; };
    };
  };
}
-- gate.nix --
{
  networking.firewall.allowedTCPPorts = [ 80 ];
  services.nginx.virtualHosts."shop.example.org".locations."/".proxyPass = "http://10.1.0.3:8080";
  networking.firewall.allowedUDPPorts = [
    123 # Time
#   ^^^ note: \`gate\` opens its UDP ports here
  ];
  networking.wg-quick.interfaces.wg0 = {
    address = [ "10.1.0.1/24" ];
    listenPort = 51820;
#                ^^^^^ \`wg0\` of gate listens on UDP 51820 but its firewall does not let it in
#                ^^^^^ note: \`gate\` listens here
    peers = [
      { allowedIPs = [ "10.1.0.2/32" ]; }
      { allowedIPs = [ "10.1.0.3/32" ]; }
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: \`gate\` has \`elm\` as a peer here
    ];
  };
}
-- oak.nix --
{
  networking.wireguard.interfaces.wg0 = {
#                                 ^^^ no peer of \`wg0\` on oak takes \`10.1.0.3\`, which is \`elm\`
    ips = [ "10.1.0.2/24" ];
    peers = [
      {
        allowedIPs = [ "10.1.0.1/32" ];
        endpoint = "gate.example.org:51821";
#                  ^^^^^^^^^^^^^^^^^^^^^^^^ the endpoint has port \`51821\`, but \`gate\` listens on UDP 51820
      }
    ];
  };
}
-- elm.nix --
{
  networking.firewall.allowedUDPPorts = [
    5353
#   ^^^^ note: \`elm\` opens its UDP ports here
  ];
  networking.wireguard.interfaces.wg0 = {
#                                 ^^^ no peer of \`wg0\` on elm takes \`10.1.0.1\`, which is \`gate\`
    ips = [ "10.1.0.3/24" ];
    listenPort = 51820;
#                ^^^^^ \`wg0\` of elm listens on UDP 51820 but its firewall does not let it in
    peers = [ { allowedIPs = [ "10.1.0.2/32" ]; } ];
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: \`elm\` has \`oak\` as a peer here
  };
}
        `,
        fixed: `
-- gate.nix --
{
  networking.firewall.allowedTCPPorts = [ 80 ];
  services.nginx.virtualHosts."shop.example.org".locations."/".proxyPass = "http://10.1.0.3:8080";
  networking.firewall.allowedUDPPorts = [
    123 # Time
    51820 # WireGuard
  ];
  networking.wg-quick.interfaces.wg0 = {
    address = [ "10.1.0.1/24" ];
    listenPort = 51820;
    peers = [
      { allowedIPs = [ "10.1.0.2/32" ]; }
      { allowedIPs = [ "10.1.0.3/32" ]; }
    ];
  };
}
-- elm.nix --
{
  networking.firewall.allowedUDPPorts = [
    5353
    51820
  ];
  networking.wireguard.interfaces.wg0 = {
    ips = [ "10.1.0.3/24" ];
    listenPort = 51820;
    peers = [ { allowedIPs = [ "10.1.0.2/32" ]; } ];
  };
}
        `,
      },
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
  networking.wireguard.interfaces.wg0 = {
#                                 ^^^ note: \`gate\` has it here
    ips = [ "10.1.0.1/24" ];
    peers = [ { allowedIPs = [ "10.1.0.2/32" ]; } ];
  };
}
-- oak.nix --
{
  networking.wireguard.interfaces.wg0 = {
    ips = [ "10.1.0.2/24" ];
    peers = [
      {
        allowedIPs = [ "10.1.0.1/32" ];
        endpoint = "gate.example.org:51820";
#                  ^^^^^^^^^^^^^^^^^^^^^^^^ the endpoint has port \`51820\`, but \`wg0\` of gate has no port of its own
      }
    ];
  };
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
  networking.firewall.allowedUDPPorts = [ 51820 ];
  networking.wg-quick.interfaces.wg0 = {
    address = [ "10.1.0.1/32" ];
    listenPort = 51820;
    peers = [
      { allowedIPs = [ "10.1.0.2/32" ]; }
      # a telephone
      { allowedIPs = [ "10.1.0.9/32" ]; }
    ];
  };
}
-- oak.nix --
{
  networking.wireguard.interfaces.wg0 = {
    ips = [ "10.1.0.2/24" ];
    peers = [
      {
        allowedIPs = [ "10.1.0.0/24" ];
        endpoint = "gate.example.org:51820";
        persistentKeepalive = 25;
      }
    ];
  };
}
      `,
    ],
  },

  check(context) {
    const pairs = tunnelPairs(context.facts);
    for (const pair of pairs) {
      checkReturn(context, pair);
      checkEndpoint(context, pair);
    }
    const entrances = pairs.flatMap(({ peer, near, far }) => [
      ...(known(peer['endpoint-port']) === undefined ? [] : [far]),
      ...(arePassingOn(context.facts, near.host, far.host) ? [near, far] : []),
    ]);
    for (const tunnel of new Set(entrances)) checkGates(context, tunnel);
  },
});

function checkReturn(context: FleetContext, pair: TunnelPair): void {
  const { facts } = context;
  const { near, far, peer } = pair;
  const found = returnOf(facts, pair);
  if (found.kind === 'undecided') context.undecided(found.reason);
  else context.decided();
  if (found.kind !== 'refused') return;
  const message = `\`${near.host}\` has \`${far.host}\` as a peer here`;
  context.report(far.at, {
    message: `no peer of \`${far.interface}\` on ${far.host} takes \`${near.addresses[0]}\`, which is \`${near.host}\``,
    related: [{ ...facts.locate(peer.at), message }],
  });
}

/** Whether one of two machines is a proxy that passes requests on to the other. */
function arePassingOn({ table }: Facts, one: string, other: string): boolean {
  return table('route').rows.some((route) => {
    const to = known(route['upstream-host']);
    return (route.host === one && to === other) || (route.host === other && to === one);
  });
}

/** The peer names where the other machine is reached: by the port that it listens on, through open gates. */
function checkEndpoint(context: FleetContext, { peer, far }: TunnelPair): void {
  const [asked, listens] = [peer['endpoint-port'], far['listen-port']];
  const doubt = [asked, listens].find(isUndecided);
  if (doubt) context.undecided(doubt.undecided);
  const [port, own] = [known(asked), known(listens)];
  if (port === undefined || isUndecided(listens)) return;
  context.decided();
  const at = peer.places?.endpoint ?? peer.at;
  if (own === undefined) {
    const message = `the endpoint has port \`${port}\`, but \`${far.interface}\` of ${far.host} has no port of its own`;
    const note = { ...context.facts.locate(far.at), message: `\`${far.host}\` has it here` };
    context.report(at, { message, related: [note] });
    return;
  }
  const place = far.places?.['listen-port'] ?? far.at;
  const note: Note = { ...context.facts.locate(place), message: `\`${far.host}\` listens here` };
  if (port !== own) {
    const message = `the endpoint has port \`${port}\`, but \`${far.host}\` listens on UDP ${own}`;
    context.report(at, { message, related: [note] });
  }
}

/** Packets that nobody has asked for arrive at the port, if it is open. */
function checkGates(context: FleetContext, tunnel: TunnelRow): void {
  const port = known(tunnel['listen-port']);
  if (port === undefined) return;
  const { shut, undecided } = tunnelGates(context.facts, { host: tunnel.host, port });
  for (const reason of undecided) context.undecided(reason);
  if (shut.length === 0) return;
  const fixes = shut.flatMap(({ fix }) => fix ?? []);
  const fix: Fix = {
    title: fixes.map(({ title }) => title).join(', and '),
    safety: 'unsafe',
    edits: fixes.flatMap(({ edits }) => edits),
  };
  const where = shut.map((gate) =>
    gate.where === 'cloud' ? 'the security group' : 'its firewall',
  );
  const verb = where.length > 1 ? 'do' : 'does';
  context.report(tunnel.places?.['listen-port'] ?? tunnel.at, {
    message: `\`${tunnel.interface}\` of ${tunnel.host} listens on UDP ${port} but ${where.join(' and ')} ${verb} not let it in`,
    related: shut.flatMap(({ notes }) => notes),
    fixes: fixes.length === shut.length ? [fix] : [],
  });
}
