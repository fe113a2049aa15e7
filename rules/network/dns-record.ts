import { known } from '#analyzer/facts/cell.ts';
import { hasRecords, isBelow, isLocalName, namingOf, zoneOf } from '#analyzer/network/names.ts';
import { proxiesOf, type ReverseProxy, servedDomains } from '#analyzer/network/proxies.ts';
import { placeNote, publish } from '#analyzer/network/publish.ts';
import { namedStreams } from '#analyzer/network/streams.ts';
import { addressRecords, strayRecords, usualRecord } from '#analyzer/network/targets.ts';
import type { Site } from '#analyzer/site.ts';
import { textsOption } from '#linter/options.ts';
import { roleOptions, rolesOf } from '#linter/roles.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/dns-record',
    summary: 'Every name that a proxy serves has a DNS record that leads to the proxy.',
    severity: 'error',
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
      A virtual host answers to a name only when the name leads to the machine.
      Where the records are in the repository as well, in OpenTofu files, a
      domain without one is a domain that nobody reaches.

      A name needs an \`A\`, \`AAAA\` or \`CNAME\` record of its own or a wildcard
      above it. When two or more domains of a proxy have the same target, one
      that certainly has another is reported at its record. Streams have no names
      in the configuration: those that a table in \`AGENTS.md\`, \`README.md\` or
      \`docs\` gives them (a column \`Domain\`, and a cell such as "25565 (TCP
      stream)"), or \`public_url\` of a service behind them, need a record, too.

      Nothing is said of names in local networks, of domains in
      \`external-zones\`, and in repositories without any record. The fix
      publishes a name, so it is not applied unasked; for a domain without a zone
      it adds one to the map of zones, with \`TODO\` for its id.
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
  services.nginx.virtualHosts = {
    "api.example.org".locations."/".proxyPass = "http://oak:8083";
    "blog.example.org".locations."/".proxyPass = "http://oak:8084";
#   ^^^^^^^^^^^^^^^^^^ note: \`blog.example.org\` is served here
    "example.org".locations."/".proxyPass = "http://oak:4321";
    "shop.example.org".locations."/".proxyPass = "http://oak:8085";
#   ^^^^^^^^^^^^^^^^^^ \`shop.example.org\` is served here but has no A record
  };
}
-- cloud.tf --
# The API
resource "aws_route53_record" "api" {
  name    = "api.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
#           ^^^^^^^^^^^^^^^^^^^^^^^^ note: \`api.example.org\` leads there
}

resource "aws_route53_record" "blog" {
  name    = "blog.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = ["192.0.2.7"]
#           ^^^^^^^^^^^^^ \`blog.example.org\` points at \`192.0.2.7\`, but other domains of \`gate\` at \`aws_eip.gate.public_ip\`
}

resource "aws_route53_record" "root" {
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: its record would stand beside this
  name    = "example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}
-- AGENTS.md --
| Domain | Port |
|---|---|
| git.example.org | 23231 (SSH stream) |
# ^^^^^^^^^^^^^^^ \`git.example.org\` is listed as a stream but has no A record
        `,
        fixed: `
-- cloud.tf --
# The API
resource "aws_route53_record" "api" {
  name    = "api.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}

resource "aws_route53_record" "blog" {
  name    = "blog.example.org"
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

resource "aws_route53_record" "shop" {
  name    = "shop.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_eip.gate.public_ip]
}
        `,
      },
    ],
    good: [
      // A wildcard names everything below it, and an instance is the address it has.
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
  networking.firewall.allowedTCPPorts = [ 80 ];
  services.nginx.virtualHosts = {
    "a.example.org".locations."/".proxyPass = "http://oak:8081";
    "b.example.org".locations."/".proxyPass = "http://oak:8082";
    "elsewhere.example".locations."/".proxyPass = "http://oak:8083";
    "example.org".locations."/".proxyPass = "http://oak:8084";
    "oak.lan".locations."/".proxyPass = "http://oak:8085";
  };
}
-- oak.nix --
{
  networking.hostName = "oak";
  networking.firewall.allowedTCPPorts = [ 8081 8082 8083 8084 8085 ];
}
-- cloud.tf --
resource "aws_route53_record" "all" {
  name    = "*.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = [aws_instance.gate.public_ip]
}

resource "aws_route53_record" "a" {
  name    = "a.example.org"
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

resource "aws_eip" "gate" { domain = "vpc" }
resource "aws_instance" "gate" { instance_type = "t3.nano" }
        `,
        options: { 'external-zones': ['elsewhere.example'] },
      },
    ],
  },

  check(context) {
    if (!hasRecords(context.facts)) return;
    const { proxies, undecided } = proxiesOf(context.facts, rolesOf(context));
    for (const reason of undecided) context.undecided(reason);
    for (const proxy of proxies) checkProxy(context, proxy);
    if (proxies.length > 0) checkStreams(context, proxies);
  },
});

function checkProxy(context: FleetContext, proxy: ReverseProxy): void {
  for (const [domain, route] of servedDomains(proxy)) {
    const at = route.places?.domain ?? route.at;
    checkName(context, { domain, at, says: 'is served here', proxies: [proxy] });
  }
  for (const stray of strayRecords(context.facts, proxy)) reportStray(context, proxy, stray);
}

function checkStreams(context: FleetContext, proxies: readonly ReverseProxy[]): void {
  for (const { domain, at, source } of namedStreams(context.facts)) {
    const says = source === 'document' ? 'is listed as a stream' : 'is the address of a stream';
    checkName(context, { domain, at, says, proxies });
  }
}

interface Name {
  readonly domain: string;
  readonly at: Site;
  readonly says: string;
  readonly proxies: readonly ReverseProxy[];
}

function checkName(context: FleetContext, { domain, at, says, proxies }: Name): void {
  const { facts, options } = context;
  const external = textsOption(options, 'external-zones');
  if (isLocalName(domain) || external.some((zone) => isBelow(domain, zone))) return;
  const naming = namingOf(facts, domain);
  if (naming.kind === 'undecided') {
    context.undecided(naming.reason);
    return;
  }
  const records = proxies.flatMap((proxy) => [...addressRecords(facts, proxy).values()]);
  if (naming.kind === 'missing' && records.length === 0 && zoneOf(facts, domain) === undefined) {
    context.undecided(`no records of the domains served are kept here, nor a zone of theirs`);
    return;
  }
  context.decided();
  if (naming.kind === 'named') return;
  const usual = usualRecord(records);
  const models = usual ? [usual, ...records] : records;
  const fix = publish(facts, domain, models);
  context.report(at, {
    message: `\`${domain}\` ${says} but has no A record`,
    related: placeNote(facts, domain),
    fixes: fix ? [fix] : [],
  });
}

function reportStray(
  { facts, report }: FleetContext,
  { host, routes }: ReverseProxy,
  { domain, record, target, usual, usualTarget }: ReturnType<typeof strayRecords>[number],
): void {
  const from = facts.locate(record.places?.targets ?? record.at);
  const to = facts.locate(usual.places?.targets ?? usual.at);
  const served = routes.find((route) => route.domain === domain);
  const text = facts.text(to.file)?.slice(to.span.start, to.span.end);
  const edits = text === undefined ? [] : [{ ...from, text }];
  const title = `point ${domain} at ${usualTarget}`;
  report(from, {
    message: `\`${domain}\` points at \`${target}\`, but other domains of \`${host}\` at \`${usualTarget}\``,
    related: [
      ...(served ? [{ ...facts.locate(served.at), message: `\`${domain}\` is served here` }] : []),
      { ...to, message: `\`${known(usual.name)}\` leads there` },
    ],
    fixes: edits.length > 0 ? [{ title, safety: 'unsafe', edits }] : [],
  });
}
