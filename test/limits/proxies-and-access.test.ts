import * as assert from 'uvu/assert';
import domainTable from '#rules/network/domain-table.ts';
import orphanPort from '#rules/network/orphan-port.ts';
import servicePort from '#rules/network/service-port.ts';
import streamOnly from '#rules/network/stream-only.ts';
import tunnelSymmetry from '#rules/network/tunnel-symmetry.ts';
import { clusterOf } from '../support/cluster.ts';
import { emittedFrom } from '../support/emitted.ts';
import { limitsBelow, machine, table } from '../support/limits.ts';
import { host, messages } from '../support/proxied.ts';

const limits = limitsBelow('Proxies and rules of access');
const { say } = limits;

const routes = (settings: string): string => table(machine(`{ ${settings} }`), 'route');
const nginx = (settings: string): string =>
  routes(`services.nginx = { enable = true; ${settings} };`);

say('nginx: `virtualHosts`, `upstreams` and the text of `streamConfig`.', () => {
  const found = nginx(`
    virtualHosts."a.example".locations."/".proxyPass = "http://app";
    upstreams.app.servers."10.0.0.2:8080" = { };
    streamConfig = "server { listen 53; proxy_pass 10.0.0.3:5353; }";
  `);
  assert.match(found, /domain=a\.example .*10\.0\.0\.2/);
  assert.match(found, /kind=stream .*10\.0\.0\.3/);
});

say('`appendConfig`, `httpConfig` and other free text are not read.', () => {
  const server = '"server { server_name a.example; }"';
  for (const name of ['appendConfig', 'httpConfig', 'appendHttpConfig'])
    assert.not.match(nginx(`${name} = ${server};`), /domain=a\.example/, name);
});

const caddy = (settings: string): string =>
  routes(`services.caddy = { enable = true; ${settings} };`);

say(
  'Caddy: `virtualHosts`, sites and snippets in `extraConfig`; a `configFile`, files that are imported and named routes are gaps.',
  () => {
    assert.match(
      caddy('virtualHosts."a.example".extraConfig = "reverse_proxy :81";'),
      /a\.example/,
    );
    const text = "''\n(part) {\n  reverse_proxy :81\n}\nb.example {\n  import part\n}\n''";
    assert.match(caddy(`extraConfig = ${text};`), /domain=b\.example .*81/);
    assert.match(caddy('configFile = ./Caddyfile;'), /^\? /m);
    assert.match(caddy('virtualHosts."a.example".extraConfig = "import /etc/x";'), /^\? /m);
    assert.match(caddy('virtualHosts."a.example".extraConfig = "invoke x";'), /^\? /m);
  },
);

say(
  'Traefik: the routers of `dynamicConfigOptions`; what providers find while it runs is a gap.',
  () => {
    const traefik = (settings: string): string =>
      routes(`services.traefik = { enable = true; ${settings} };`);
    const router = `
      staticConfigOptions.entryPoints.web.address = ":80";
      dynamicConfigOptions.http = {
        routers.a = { rule = "Host(\`a.example\`)"; entryPoints = [ "web" ]; service = "x"; };
        services.x.loadBalancer.servers = [ { url = "http://10.0.0.2:80"; } ];
      };
    `;
    assert.match(traefik(router), /domain=a\.example/);
    assert.match(traefik('staticConfigOptions.providers.docker = { };'), /^\? /m);
  },
);

say('HAProxy: the text of `config`, without the names that its rules ask for.', () => {
  const found = routes(`services.haproxy = { enable = true; config = ''
    frontend web
      bind :80
      use_backend app if { hdr(host) -i a.example }
      default_backend app
    backend app
      server one 10.0.0.2:8080
  ''; };`);
  assert.match(found, /proxy=haproxy .*10\.0\.0\.2/);
  assert.not.match(found, /a\.example/);
});

say('Other web servers are not read.', () => {
  const apache =
    'services.httpd = { enable = true; virtualHosts."a.example".documentRoot = "/x"; };';
  assert.is(routes(apache), '');
});

const grants = (settings: string, files = ''): string =>
  table(machine(`{ pkgs, ... }: { ${settings} }`, files), 'grant');

const polkit = (body: string): string =>
  grants(
    `security.polkit = { enable = true; extraConfig = "polkit.addRule(function(action, subject) { ${body} });"; };`,
  );

say(
  'Rules of polkit: comparisons, lists, `switch`, `if` and early returns are followed, and regular expressions are kept as they are; loops and other statements are gaps, and so is a file of rules that a package holds; what other functions decide is a condition as it is written.',
  () => {
    const yes = 'return polkit.Result.YES;';
    const asked = 'action.id == \\"org.x\\" && subject.user == \\"ada\\"';
    assert.match(polkit(`if (${asked}) { ${yes} }`), /user=ada/);
    assert.match(
      polkit(`if (/^org/.test(action.id)) { ${yes} }`),
      /action=org action-match=prefix/,
    );
    assert.match(polkit(`while (true) { ${yes} }`), /^\? /m);
    assert.match(polkit(`if (other(subject)) { ${yes} }`), /conditions=\["other\(subject\)"\]/);
    const file = 'environment.etc."polkit-1/rules.d/1.rules".source = "${pkgs.x}/a";';
    assert.match(grants(`security.polkit.enable = true; ${file}`), /^\? /m);
  },
);

say('What installed packages bring by themselves has no row.', () => {
  const packaged = 'security.polkit.enable = true; environment.systemPackages = [ pkgs.x ];';
  assert.is(grants(packaged), '');
});

say(
  'Rules of sudo and doas in their own language are gaps, and upstream’s rule for administrators has no row.',
  () => {
    const rule = 'extraRules = [ { users = [ "ada" ]; commands = [ "ALL" ]; } ];';
    assert.match(grants(`security.sudo = { enable = true; ${rule} };`), /user=ada/);
    assert.match(grants('security.sudo.extraConfig = "ada ALL=(ALL) ALL";'), /^\? /m);
    assert.match(
      grants('security.doas = { enable = true; extraConfig = "permit ada"; };'),
      /^\? /m,
    );
    assert.is(grants('security.sudo.enable = true;'), '');
  },
);

const gate = `
  services.nginx.streamConfig = "server { listen 22; proxy_pass oak:23231; }";
  services.nginx.virtualHosts."git.example.org" = { };
`;

say(
  'A stream has a name only where a table of a document or a service’s `public_url` gives it one.',
  () => {
    const document = '| Domain | Port |\n|---|---|\n| git.example.org | 23231 (SSH stream) |\n';
    const oak = 'services.soft-serve.settings.ssh.public_url = "ssh://git.example.org";';
    assert.equal(messages(streamOnly, { gate }), []);
    assert.is(messages(streamOnly, { gate, document }).length, 1);
    assert.is(messages(streamOnly, { gate, oak }).length, 1);
  },
);

say(
  'What a table of domains calls a service is compared with where it listens, and with nothing else.',
  () => {
    const served = host('a.example.org', 'http://oak:8080');
    const table = (port: string, service: string): string =>
      `| Domain | Port | Service |\n|---|---|---|\n| a.example.org | ${port} | ${service} |\n`;
    assert.equal(messages(domainTable, { gate: served, document: table('8080', 'anything') }), []);
    assert.is(
      messages(domainTable, { gate: served, document: table('8081', 'anything') }).length,
      1,
    );
    const oak = `systemd.services.shop = {
    environment.PORT = "8081";
    serviceConfig.ExecStart = "/run/current-system/sw/bin/shop";
  };`;
    const called = (service: string): readonly string[] =>
      messages(servicePort, { gate: served, oak, document: table('8080', service) });
    assert.equal(called('shop'), ['`shop` on oak listens on TCP 8081, and not on 8080']);
    assert.equal(called('anything'), []);
  },
);

say(
  'A route of which the other end is not written is none, and without a proxy nothing is said of records and rules of access.',
  () => {
    const cloud = `
      resource "aws_vpc_security_group_ingress_rule" "odd" {
        cidr_ipv4   = "0.0.0.0/0"
        ip_protocol = "tcp"
        from_port   = 9
        to_port     = 9
      }
    `;
    const gate = host('a.example.org', 'http://oak:8080');
    assert.is(messages(orphanPort, { gate, cloud }).length, 1);
    assert.is(messages(orphanPort, { cloud }).length, 0);
    const empty = 'services.nginx.virtualHosts."a.example.org".locations."/".index = "a";';
    assert.is(messages(orphanPort, { gate: empty, cloud }).length, 0);
  },
);

say(
  'A peer of WireGuard is a machine of the fleet where its ranges are single addresses of one machine’s interface; nothing is said of hubs, nor of addresses of IPv6.',
  () => {
    const peers = (...ranges: string[]): string => {
      const texts = ranges.map((range) => `"${range}"`).join(' ');
      return `networking.wg-quick.interfaces.wg1 = {
        address = [ "10.5.0.1/24" "fd00::1/64" ];
        peers = [ { allowedIPs = [ ${texts} ]; } ];
      };`;
    };
    const oak = 'networking.wireguard.interfaces.wg1.ips = [ "10.5.0.2/24" "fd00::2/64" ];';
    const wrong = 'no peer of `wg1` on oak takes `10.5.0.1`, which is `gate`';
    const inIpv4 = peers('10.5.0.2/32').replace('"fd00::1/64"', '');
    assert.ok(messages(tunnelSymmetry, { gate: inIpv4, oak }).includes(wrong));
    for (const range of ['10.5.0.0/24', 'fd00::2/128', '10.5.0.9/32'])
      assert.not.ok(messages(tunnelSymmetry, { gate: peers(range), oak }).includes(wrong), range);
  },
);

say(
  'Images for Amazon, DigitalOcean, Google and OpenStack, of nixpkgs or as formats of nixos-generators, are known to turn OpenSSH on; what else their modules set is not known.',
  () => {
    const image = (format: string, module = '{ }'): string => `
-- flake.nix --
{
  inputs.nixos-generators.url = "github:nix-community/nixos-generators";
  outputs = { nixos-generators, ... }: {
    packages.x86_64-linux.image = nixos-generators.nixosGenerate {
      system = "x86_64-linux";
      format = "${format}";
      modules = [ ${module} ];
    };
  };
}
`;
    for (const format of ['amazon', 'do', 'gce', 'openstack'])
      assert.match(table(image(format), 'open-port'), /port=22 /, format);
    assert.not.match(table(image('iso'), 'open-port'), /port=22 /);
    for (const name of ['amazon-image', 'digital-ocean-image', 'google-compute-config'])
      for (const path of [
        `modulesPath + "/virtualisation/${name}.nix"`,
        `"\${modulesPath}/virtualisation/${name}.nix"`,
      ]) {
        const imported = machine(`{ modulesPath, ... }: { imports = [ (${path}) ]; }`);
        assert.match(table(imported, 'open-port'), /port=22 /, path);
      }
    const qemu =
      '{ modulesPath, ... }: { imports = [ (modulesPath + "/profiles/qemu-guest.nix") ]; }';
    assert.not.match(table(machine(qemu), 'open-port'), /port=22 /);
    const off = '{ services.openssh.enable = false; }';
    assert.not.match(table(image('do', off), 'open-port'), /port=22 /);
    const forced = '({ lib, ... }: { services.openssh.enable = lib.mkForce false; })';
    assert.not.match(table(image('amazon', forced), 'open-port'), /port=22 /);
  },
);

say(
  'Of virtual hosts that machines ask another one for, each is written wholly or left out.',
  () => {
    const files = clusterOf({
      inlet: '{ server.proxy.domain = "a.example"; }',
      weir: `{ inputs, ... }: { server.proxy.virtualHosts = {
        a = { public = true; extraConfig = inputs.other.text; }; b.extraConfig = "respond b"; }; }`,
    });
    const { text, problems } = emittedFrom(files, 'caddy-virtual-hosts');
    assert.not.match(text, 'a.a.example');
    assert.match(text, 'b.a.example:443 {');
    assert.is(problems.length, 1);
  },
);

say(
  'An extension of Caddy adds what its own function gives; where that is unknown, the virtual host is left out.',
  () => {
    const emitted = (body: string) =>
      emittedFrom(
        clusterOf({
          inlet: `{ inputs, ... }: { server.proxy = { domain = "a.example";
            extensions.mine.config = name: host: machine: ${body}; }; }`,
          weir: '{ server.proxy.virtualHosts.a.extraConfig = "respond a"; }',
        }),
        'caddy-virtual-hosts',
      );
    assert.match(emitted('"header X-Name ${name}"').text, 'header X-Name a\n');
    assert.is(emitted('inputs.other.text').text, '');
  },
);

limits.run();
