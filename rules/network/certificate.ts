import type { Note } from '#analyzer/diagnostic.ts';
import { gapFor } from '#analyzer/facts/facts.ts';
import type { RouteRow } from '#analyzer/facts/network.ts';
import {
  type Coverage,
  coverageOf,
  declare,
  declaredOn,
  isUsed,
  securedDomains,
} from '#analyzer/network/certificates.ts';
import { proxiesOf, type ReverseProxy } from '#analyzer/network/proxies.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/certificate',
    summary: 'Virtual hosts of a proxy and its certificates agree.',
    severity: 'error',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: roleOptions,
  },

  docs: {
    why: `
      A virtual host with TLS and no certificate does not build, or serves the
      certificate of another name. A certificate whose virtual host is gone is
      renewed for ever, until a renewal fails and wakes somebody.

      A domain is covered by \`sslCertificate\`, by \`useACMEHost\` with the name
      of a certificate that is for this domain, or by \`enableACME\`. The last is
      all nginx needs; but on a machine that also declares such certificates
      below \`security.acme.certs\`, to set an address or a group, a domain that
      is missing there was forgotten.

      A declared certificate needs a virtual host with one of its names, unless
      it is obtained through DNS, has a wildcard, or is used by something else:
      by services that it restarts, or where the configuration reads its files.
      Looked at are machines that pass requests on to others of the fleet. The
      fix copies the settings of another certificate; look whether they fit.
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
      oak = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "oak"; } ]; };
    };
  };
}
-- gate.nix --
{
  security.acme.certs = {
    "a.example.org" = {
#   ^^^^^^^^^^^^^^^ note: \`gate\` declares its certificates here
      group = "nginx";
    };
    "old.example.org" = {
#   ^^^^^^^^^^^^^^^^^ \`old.example.org\` has a certificate on \`gate\` but no virtual host
      group = "nginx";
    };
  };
  services.nginx.virtualHosts = {
    "a.example.org" = {
      enableACME = true;
      serverAliases = [ "www.a.example.org" ];
      locations."/".proxyPass = "http://oak:8081";
    };
    "b.example.org" = {
#   ^^^^^^^^^^^^^^^ \`b.example.org\` is served over TLS but its certificate is not declared
      enableACME = true;
      forceSSL = true;
      locations."/".proxyPass = "http://oak:8082";
    };
    "c.example.org" = {
#   ^^^^^^^^^^^^^^^ \`c.example.org\` is served over TLS but has no certificate
      forceSSL = true;
      locations."/".proxyPass = "http://oak:8083";
    };
    "d.example.org" = {
#   ^^^^^^^^^^^^^^^ \`d.example.org\` uses the certificate \`e.example.org\`, which nothing declares
      useACMEHost = "e.example.org";
      locations."/".proxyPass = "http://oak:8084";
    };
    "f.example.org" = {
#   ^^^^^^^^^^^^^^^ \`f.example.org\` uses the certificate \`a.example.org\`, which is for other names
      useACMEHost = "a.example.org";
      locations."/".proxyPass = "http://oak:8085";
    };
  };
}
        `,
      },
      {
        code: `
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
  security.acme.certs = {
    # the shop
    "shop.example.org" = {
#   ^^^^^^^^^^^^^^^^^^ note: \`gate\` declares its certificates here
      email = "hello@example.org"; # read daily
    };
  };
  services.nginx.virtualHosts = {
    "api.example.org" = {
#   ^^^^^^^^^^^^^^^^^ \`api.example.org\` is served over TLS but its certificate is not declared
      enableACME = true;
      locations."/".proxyPass = "http://oak:8081";
    };
    "shop.example.org" = {
      enableACME = true;
      locations."/".proxyPass = "http://oak:8082";
    };
  };
}
        `,
        fixed: `
-- gate.nix --
{
  security.acme.certs = {
    "api.example.org" = {
      email = "hello@example.org"; # read daily
    };
    # the shop
    "shop.example.org" = {
      email = "hello@example.org"; # read daily
    };
  };
  services.nginx.virtualHosts = {
    "api.example.org" = {
      enableACME = true;
      locations."/".proxyPass = "http://oak:8081";
    };
    "shop.example.org" = {
      enableACME = true;
      locations."/".proxyPass = "http://oak:8082";
    };
  };
}
        `,
      },
    ],
    good: [
      // Through DNS, for a mail server, by extra names, and without any declaration.
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
{ config, ... }:
{
  networking.firewall.allowedTCPPorts = [ 80 ];
  security.acme.certs = {
    "example.org" = {
      dnsProvider = "route53";
      extraDomainNames = [ "*.example.org" ];
    };
    "imap.example.org".reloadServices = [ "dovecot2" ];
    "mx.example.org" = { };
  };
  services.postfix.sslCert = "\${config.security.acme.certs."mx.example.org".directory}/fullchain.pem";
  services.nginx.virtualHosts = {
    "a.example.org" = {
      useACMEHost = "example.org";
      locations."/".proxyPass = "http://oak:8081";
    };
    "b.example.com" = {
      enableACME = true;
      locations."/".proxyPass = "http://oak:8082";
    };
    "c.example.com".locations."/".proxyPass = "http://oak:8083";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 8081 8082 8083 ];
}
      `,
    ],
  },

  check(context) {
    const { proxies, undecided } = proxiesOf(context.facts, rolesOf(context));
    for (const reason of undecided) context.undecided(reason);
    for (const proxy of proxies) {
      for (const [domain, route] of securedDomains(proxy)) checkDomain(context, domain, route);
      checkDeclared(context, proxy);
    }
  },
});

function checkDomain(context: FleetContext, domain: string, route: RouteRow): void {
  const { facts } = context;
  const coverage = coverageOf(facts, domain, route);
  if (coverage.kind === 'undecided') {
    context.undecided(coverage.reason);
    return;
  }
  context.decided();
  const message = messageOf(coverage);
  if (message === undefined) return;
  const fix = coverage.kind === 'undeclared' ? declare(facts, domain, route.host) : undefined;
  context.report(route.places?.domain ?? route.at, {
    message: `\`${domain}\` ${message}`,
    related: coverage.kind === 'undeclared' ? declaredNote(context, route.host) : [],
    fixes: fix ? [fix] : [],
  });
}

function messageOf(coverage: Exclude<Coverage, { kind: 'undecided' }>): string | undefined {
  switch (coverage.kind) {
    case 'covered':
      return undefined;
    case 'none':
      return 'is served over TLS but has no certificate';
    case 'undeclared':
      return 'is served over TLS but its certificate is not declared';
    case 'unknown-name':
      return `uses the certificate \`${coverage.name}\`, which nothing declares`;
    case 'other-names':
      return `uses the certificate \`${coverage.certificate.name}\`, which is for other names`;
  }
}

function declaredNote({ facts }: FleetContext, host: string): Note[] {
  const [first] = declaredOn(facts, host);
  const message = `\`${host}\` declares its certificates here`;
  return first ? [{ ...facts.locate(first.at), message }] : [];
}

function checkDeclared(context: FleetContext, { host }: ReverseProxy): void {
  const routes = context.facts.table('route');
  for (const certificate of declaredOn(context.facts, host)) {
    const gap = gapFor(routes, { host, kind: 'http' });
    const used = isUsed(context.facts, certificate);
    if (!used && gap) context.undecided(gap.reason);
    else context.decided();
    if (used || gap) continue;
    context.report(certificate.at, {
      message: `\`${certificate.name}\` has a certificate on \`${host}\` but no virtual host`,
    });
  }
}
