import { clashesOf } from '#analyzer/network/clashes.ts';
import { portName } from '#analyzer/network/gates.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/listener-clash',
    summary: 'Nothing else of a machine listens on a port of its proxy.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      Two programs cannot listen on one port: the second to start fails, and which
      one that is changes from boot to boot. Often it is a stream on port 22 in
      front of OpenSSH, which images for clouds turn on by themselves: those for
      Amazon, DigitalOcean, Google and OpenStack are known here.

      Give one of the two another port, let them listen on different addresses, or
      turn one off. With OpenSSH off, the machine needs another way in.

      Looked at are the ports of nginx, Caddy, Traefik and HAProxy, against those
      of services that the configuration turns on, of containers, and of each
      other. A service whose port only upstream knows is not seen.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.nixos-generators.url = "github:nix-community/nixos-generators";
  outputs = { nixos-generators, ... }: {
    packages.x86_64-linux.image = nixos-generators.nixosGenerate {
      system = "x86_64-linux";
      format = "amazon";
#              ^^^^^^^^ note: \`openssh\` is turned on or told its port here
      modules = [ ./gate.nix ];
    };
  };
}
-- gate.nix --
{
  networking.hostName = "gate";
  services.nginx = {
    enable = true;
    streamConfig = "server { listen 22; proxy_pass 10.0.0.2:23231; }";
#                                   ^^ \`nginx\` listens on TCP 22 of gate, and so does \`openssh\`
  };
}
        `,
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.gate = nixpkgs.lib.nixosSystem { modules = [ ./gate.nix ]; };
  };
}
-- gate.nix --
{
  services.nginx.enable = true;
  services.nginx.virtualHosts."example.org".locations."/".proxyPass = "http://10.0.0.2:4321";
#                             ^^^^^^^^^^^^^ note: \`nginx\` is turned on or told its port here
  services.caddy.enable = true;
  services.caddy.virtualHosts."http://status.example.org".extraConfig = "reverse_proxy 10.0.0.2:8081";
#                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`caddy\` listens on TCP 80 of gate, and so does \`nginx\`
}
        `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.nixos-generators.url = "github:nix-community/nixos-generators";
  outputs = { nixos-generators, nixpkgs, ... }: {
    packages.x86_64-linux.image = nixos-generators.nixosGenerate {
      system = "x86_64-linux";
      format = "amazon";
      modules = [ ./gate.nix ];
    };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- gate.nix --
{ lib, ... }:
{
  networking.hostName = "gate";
  networking.firewall.allowedTCPPorts = [ 22 ];
  services.openssh.enable = lib.mkForce false;
  services.nginx = {
    enable = true;
    streamConfig = "server { listen 22; proxy_pass 10.0.0.2:23231; }";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  services.openssh = {
    enable = true;
    listenAddresses = [ { addr = "10.0.0.2"; port = 22; } ];
  };
  services.nginx = {
    enable = true;
    streamConfig = "server { listen 192.0.2.7:22; proxy_pass 10.0.0.9:23231; }";
    virtualHosts."example.org".locations."/".proxyPass = "http://127.0.0.1:4321";
  };
}
      `,
    ],
  },

  check(context) {
    const { clashes, decided, undecided } = clashesOf(context.facts);
    for (let index = 0; index < decided; index++) context.decided();
    for (const reason of undecided) context.undecided(reason);
    for (const { proxy, other } of clashes) {
      const { file, span } = context.facts.locate(other.at);
      context.report(proxy.at, {
        message: `\`${proxy.service}\` listens on ${portName(proxy)} of ${proxy.host}, and so does \`${other.service}\``,
        related: [
          { file, span, message: `\`${other.service}\` is turned on or told its port here` },
        ],
      });
    }
  },
});
