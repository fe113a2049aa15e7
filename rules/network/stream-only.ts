import { known } from '#analyzer/facts/cell.ts';
import { declaredOn } from '#analyzer/network/certificates.ts';
import { proxiesOf, type ReverseProxy, servedDomains } from '#analyzer/network/proxies.ts';
import { type NamedStream, namedStreams } from '#analyzer/network/streams.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/stream-only',
    summary: 'A domain that is a stream has no virtual host and no certificate.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: roleOptions,
  },

  docs: {
    why: `
      A stream is passed on byte by byte: what answers speaks its own protocol, and
      the proxy neither asks for a name nor ends TLS. A virtual host of the same
      name answers browsers with an error, and its certificate is renewed for
      nothing. An open port, an ingress rule and a record are all that a stream
      needs.

      Which name a stream has, its proxy does not say. It is taken from a table in
      a document (a column \`Domain\`, and a cell such as "25565 (TCP stream)") and
      from \`public_url\` of a service behind the proxy whose scheme is not that of
      the web. A virtual host that leads to another port than the streams do is
      something else under the same name, and is left alone.
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
  security.acme.certs."git.example.org".email = "hello@example.org";
#                     ^^^^^^^^^^^^^^^^^ note: its certificate is declared here
  services.nginx = {
    streamConfig = "server { listen 22; proxy_pass oak:23231; }";
    virtualHosts."git.example.org" = {
#                ^^^^^^^^^^^^^^^^^ \`git.example.org\` is a stream and needs no virtual host and no certificate
      enableACME = true;
      locations."/".proxyPass = "http://oak:23231";
    };
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  services.soft-serve.settings.ssh.public_url = "ssh://git.example.org";
#                                  ^^^^^^^^^^ note: \`git.example.org\` is the address of a stream here
}
        `,
    ],
    good: [
      // A stream, and the pages of the same service under the same name.
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
  networking.firewall.allowedTCPPorts = [ 22 80 25565 ];
  services.nginx = {
    streamConfig = ''
      server { listen 22; proxy_pass oak:23231; }
      server { listen 25565; proxy_pass oak:25565; }
    '';
    virtualHosts."git.example.org".locations."/".proxyPass = "http://oak:8080";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 8080 23231 25565 ];
  services.soft-serve.settings.ssh.public_url = "ssh://git.example.org";
}
-- AGENTS.md --
| Domain | Port |
|---|---|
| git.example.org | 8080 |
| play.example.org | 25565 (TCP stream) |
      `,
    ],
  },

  check(context) {
    const { proxies } = proxiesOf(context.facts, rolesOf(context));
    if (proxies.length === 0) return;
    for (const stream of namedStreams(context.facts))
      for (const proxy of proxies) checkStream(context, stream, proxy);
  },
});

function checkStream(context: FleetContext, stream: NamedStream, proxy: ReverseProxy): void {
  const { facts } = context;
  context.decided();
  const host = servedDomains(proxy).get(stream.domain);
  const ports = proxy.routes.flatMap((route) =>
    route.kind === 'stream' ? (known(route['upstream-port']) ?? []) : [],
  );
  const ofDomain = proxy.routes.filter(({ domain }) => domain === stream.domain);
  const isOther = ofDomain.some((route) => {
    const port = route['upstream-port'];
    return port !== undefined && !ports.some((each) => each === port);
  });
  if (!host || isOther) return;
  const certificate = declaredOn(facts, proxy.host).find(({ name }) => name === stream.domain);
  const says =
    stream.source === 'document' ? 'is listed as a stream' : 'is the address of a stream';
  context.report(host.places?.domain ?? host.at, {
    message: `\`${stream.domain}\` is a stream and needs no virtual host and no certificate`,
    related: [
      { ...facts.locate(stream.at), message: `\`${stream.domain}\` ${says} here` },
      ...(certificate
        ? [{ ...facts.locate(certificate.at), message: 'its certificate is declared here' }]
        : []),
    ],
  });
}
