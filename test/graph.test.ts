import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Graph, GraphKind } from '#analyzer/graph/graph.ts';
import { makeGraph } from '#analyzer/graph/make.ts';
import { parseExample } from '#linter/example.ts';
import { snapshotOf } from './support/fleet.ts';

const test = suite('graphs');

const fleet = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = {
      gate = nixpkgs.lib.nixosSystem { system = "x86_64-linux"; modules = [ ./gate ]; };
      oak = nixpkgs.lib.nixosSystem { system = "x86_64-linux"; modules = [ ./oak ]; };
      elm = nixpkgs.lib.nixosSystem { modules = [ ./elm.nix ]; };
    };
  };
}
-- gate/default.nix --
{ extra, ... }: {
  imports = [ ../shared/a.nix ../shared/b.nix ../shared/c.nix ];
  networking.wg-quick.interfaces.wg0 = {
    address = [ "10.1.0.1/24" ];
    peers = [ { allowedIPs = [ "10.1.0.2/32" ]; } { allowedIPs = [ "10.1.0.9/32" ]; } ];
  };
  networking.firewall.allowedTCPPorts = [ 22 443 ];
  services.nginx.virtualHosts."shop.example" = {
    forceSSL = true;
    locations."/".proxyPass = "http://10.1.0.2:8080";
  };
  services.nginx.virtualHosts."odd.example".locations."/".proxyPass = "http://\${extra}";
  services.nginx.virtualHosts."far.example".locations."/".proxyPass = "http://192.0.2.1:80";
}
-- oak/default.nix --
{
  imports = [ ../shared/a.nix ../shared/b.nix ../shared/c.nix ];
  networking.wireguard.interfaces.wg0.ips = [ "10.1.0.2/24" ];
  networking.wireguard.interfaces.wg0.peers = [ { allowedIPs = [ "10.1.0.0/24" ]; } ];
  networking.firewall.interfaces.wg0.allowedTCPPorts = [ 8080 ];
  sops.defaultSopsFile = ../secrets/oak.yaml;
  sops.secrets."shop/env" = { owner = "shop"; };
  sops.secrets."shop/key" = { owner = "shop"; };
  systemd.services.shop.serviceConfig.EnvironmentFile = "/run/secrets/shop/env";
  systemd.services.lost.serviceConfig.EnvironmentFile = "/run/secrets/not/declared";
}
-- elm.nix --
{ extra, ... }: { imports = [ extra.module ]; }
-- shared/a.nix --
{ }
-- shared/b.nix --
{ }
-- shared/c.nix --
{ }
-- dns.tf --
resource "aws_route53_zone" "main" { name = "example" }
resource "aws_route53_record" "shop" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "shop.example"
  type    = "A"
  records = ["198.51.100.1"]
}
`;

function graphOf(kind: GraphKind, hosts: readonly string[] = [], example = fleet): Graph {
  const texts = new Map(
    [...parseExample(example).files].map(([file, text]) => [file as FilePath, text]),
  );
  return makeGraph(snapshotOf(texts).facts(), kind, hosts);
}

/** What is joined with what, in words. */
function edgesOf({ nodes, edges }: Graph): string[] {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  return edges.map(({ from, to, kind, certain, mutual }) => {
    const arrow = `${mutual ? '<' : ''}-${certain ? '' : '?'}${kind}->`;
    return `${labels.get(from)} ${arrow} ${labels.get(to)}`;
  });
}

function nodeOf(graph: Graph, label: string): Graph['nodes'][number] {
  const found = graph.nodes.find((node) => node.label === label);
  if (!found)
    throw new Error(`no node \`${label}\` among ${graph.nodes.map((node) => node.label)}`);
  return found;
}

test('machines are joined by tunnels and routes, and peers elsewhere are drawn as such', () => {
  const graph = graphOf('hosts');
  assert.equal(edgesOf(graph).sort(), [
    'gate -route-> oak',
    'gate -tunnel-> 1 peer elsewhere',
    'gate <-tunnel-> oak',
  ]);
  assert.equal(nodeOf(graph, 'gate').lines, ['x86_64-linux', '10.1.0.1', 'tcp: 22 443']);
  assert.not(nodeOf(graph, '1 peer elsewhere').certain);
});

test('what a machine may have besides is said, not left out', () => {
  const elm = nodeOf(graphOf('hosts'), 'elm');
  assert.equal(elm.lines, ['open ports are not known']);
  const [reason] = elm.facts.filter(({ certain }) => !certain);
  assert.match(reason?.value ?? '', /`extra` is not passed/);
  assert.ok(reason?.at);
});

test('a route leads from the record to the port, and says whether the port is open', () => {
  const graph = graphOf('routes');
  assert.equal(edgesOf(graph), [
    'far.example -?route-> 192.0.2.1:80',
    'odd.example -?route-> ?',
    'shop.example -route-> :8080',
    'shop.example -name-> shop.example',
  ]);
  const port = nodeOf(graph, ':8080');
  assert.is(port.group, 'machine:oak');
  assert.equal(port.lines, ['open on wg0']);
  assert.is(port.facts.find(({ name }) => name === 'opened by')?.at?.file, 'oak/default.nix');
  assert.equal(nodeOf(graph, '192.0.2.1:80').lines, ['not known whose address it is']);
  assert.equal(
    nodeOf(graph, '?').facts.map(({ certain }) => certain),
    [false],
  );
});

test('an address that is certainly elsewhere is outside', () => {
  const known = fleet.replace('imports = [ extra.module ];', '');
  const graph = graphOf('routes', [], known);
  assert.is(nodeOf(graph, '192.0.2.1:80').kind, 'outside');
  assert.ok(edgesOf(graph).includes('far.example -route-> 192.0.2.1:80'));
});

test('modules of one folder with the same importers are folded into a list', () => {
  const graph = graphOf('modules');
  const folded = nodeOf(graph, '3 modules');
  assert.equal(folded.lines, ['shared/', 'on 2 machines', 'a.nix', 'b.nix', 'c.nix']);
  assert.equal(folded.hosts, ['gate', 'oak']);
  assert.equal(edgesOf(graph), [
    'flake.nix -import-> elm.nix',
    'flake.nix -import-> gate/',
    'flake.nix -import-> oak/',
    'gate/ -import-> 3 modules',
    'oak/ -import-> 3 modules',
    'elm -entry-> elm.nix',
    'gate -entry-> gate/',
    'oak -entry-> oak/',
    'elm -?import-> more modules?',
  ]);
});

test('secrets lead from files to readers, and one that nobody declares is doubtful', () => {
  const graph = graphOf('secrets');
  assert.equal(edgesOf(graph), [
    'oak.yaml -holds-> shop/env',
    'oak.yaml -holds-> shop/key',
    'shop/env -reads-> unit shop',
    '/run/secrets/not/declared -reads-> unit lost',
  ]);
  assert.not(nodeOf(graph, '/run/secrets/not/declared').certain);
  assert.equal(nodeOf(graph, 'shop/env').lines, ['shop']);
});

test('a picture of one machine has what belongs to it and what that is joined with', () => {
  const labels = graphOf('routes', ['oak']).nodes.map(({ label }) => label);
  assert.equal(labels.sort(), [':8080', 'shop.example']);
  const modules = graphOf('modules', ['oak']).nodes.map(({ label }) => label);
  assert.equal(modules.sort(), ['3 modules', 'flake.nix', 'gate/', 'oak', 'oak/']);
});

test('folding keeps every fact, and says what it is true of', () => {
  const { facts } = nodeOf(graphOf('modules'), '3 modules');
  const files = facts.filter(({ name }) => name === 'file');
  assert.equal(
    files.map(({ of, value }) => [of, value]),
    [
      ['a.nix', 'shared/a.nix'],
      ['b.nix', 'shared/b.nix'],
      ['c.nix', 'shared/c.nix'],
    ],
  );
});

test('chains of like things fold as a whole', () => {
  const names = ['one', 'two', 'three'];
  const services = names.map((name) => {
    return `sops.secrets."${name}" = { }; systemd.services.${name}.serviceConfig.EnvironmentFile = "/run/secrets/${name}";`;
  });
  const like = `
-- flake.nix --
{ outputs = { nixpkgs, ... }: { nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ]; }; }; }
-- web.nix --
{ sops.defaultSopsFile = ./secrets.yaml; ${services.join('\n')} }
`;
  assert.equal(edgesOf(graphOf('secrets', [], like)), [
    'secrets.yaml -holds-> 3 secrets',
    '3 secrets -reads-> 3 readers',
  ]);
});

test('an empty fleet is an empty picture', () => {
  for (const kind of ['hosts', 'routes', 'modules', 'secrets'] as const) {
    const { nodes, edges, groups } = graphOf(kind, [], '-- a.txt --\n');
    assert.equal([nodes, edges, groups], [[], [], []]);
  }
});

test.run();
