import { hopsOf } from '#analyzer/network/backends.ts';
import { portName } from '#analyzer/network/gates.ts';
import { listeningOn } from '#analyzer/network/listening.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/backend-listener',
    summary: 'Something listens on the port that a proxy sends requests to.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: roleOptions,
  },

  docs: {
    why: `
      A route can be right in every list and still lead to nothing: the service was
      removed, or moved to another port, and the proxy answers "bad gateway".

      What listens on a machine is known from options of services, from variables
      and arguments of units, from sockets, containers and proxies. Nothing is said
      where anything of the machine may listen on a port that is not known: a
      program whose port stands in its own code, or a service whose port only
      upstream knows. So this speaks up where machines say all of their ports, and
      at least one.
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
  services.nginx.virtualHosts."api.example.org".locations."/".proxyPass = "http://oak:8084";
#                                                                                     ^^^^ nothing on \`oak\` listens on TCP 8084, where \`api.example.org\` leads
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 8084 ];
  systemd.services.api = {
    environment.PORT = "8083";
    serviceConfig.ExecStart = "/run/current-system/sw/bin/api";
  };
}
        `,
    ],
    good: [
      // The port of the second unit is its own business.
      `
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
  services.nginx.virtualHosts = {
    "api.example.org".locations."/".proxyPass = "http://oak:8083";
    "blog.example.org".locations."/".proxyPass = "http://elm:4321";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 8083 ];
  systemd.services.api.serviceConfig.ExecStart = "/run/current-system/sw/bin/api --port 8083";
}
-- elm.nix --
{
  networking.hostName = "elm";
  networking.firewall.allowedTCPPorts = [ 4321 ];
  systemd.services.blog.serviceConfig.ExecStart = "/run/current-system/sw/bin/blog";
}
      `,
    ],
  },

  check(context) {
    const { facts } = context;
    for (const { wanted, at, route } of hopsOf(facts, rolesOf(context))) {
      const listening = listeningOn(facts, wanted);
      if (listening.kind === 'undecided') context.undecided(listening.reason);
      else context.decided();
      if (listening.kind !== 'nobody') continue;
      const what = route.domain === undefined ? `the ${route.kind}` : `\`${route.domain}\``;
      context.report(at, {
        message: `nothing on \`${wanted.host}\` listens on ${portName(wanted)}, where ${what} leads`,
      });
    }
  },
});
