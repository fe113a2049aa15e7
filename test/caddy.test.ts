import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { known } from '#analyzer/facts/cell.ts';
import { factsOf, gapsOf } from './support/machine.ts';

const test = suite('caddy');

function factsFor(caddy: string) {
  return factsOf({
    oak: `{ lib, config, ... }: { networking.hostName = "oak"; services.caddy = { ${caddy} }; }`,
  });
}

/** The routes of a Caddy, as short lines: name, listener, certificate, target. */
function routesOf(caddy: string): string[] {
  return factsFor(caddy)
    .table('route')
    .rows.map((row) => {
      const listen = `${row['listen-address'] ?? ''}:${row['listen-port']}`;
      const source = known(row['certificate-source']) ?? (row.tls ? '?' : 'plain');
      const address = row['upstream-address'];
      const port = row['upstream-port'];
      const target =
        address === undefined ? '' : ` -> ${known(address) ?? '?'}:${known(port) ?? '?'}`;
      return `${row.domain ?? '*'} ${listen} ${source}${target}`;
    });
}

/** What is written where the routes are, and where the ports that they lead to are. */
function placesOf(caddy: string): string[] {
  const facts = factsFor(caddy);
  return facts.table('route').rows.flatMap((row) =>
    [row.at, row.places?.['upstream-port']].map((place) => {
      const { file, span } = facts.locate(place ?? row.at);
      return facts.text(file)?.slice(span.start, span.end) ?? '';
    }),
  );
}

function site(name: string, extraConfig: string): string {
  return `virtualHosts."${name}".extraConfig = ''${extraConfig}'';`;
}

test('the address of a site says its name, its port and whether it has TLS', () => {
  const of = (name: string): string => routesOf(site(name, 'respond "x"')).join();
  assert.is(of('a.example'), 'a.example :443 automatic');
  assert.is(of('http://a.example'), 'a.example :80 plain');
  assert.is(of('a.example:80'), 'a.example :80 plain');
  assert.is(of('a.example:8443'), 'a.example :8443 automatic');
  assert.is(of('https://a.example:8443/path'), 'a.example :8443 automatic');
  assert.is(of(':8080'), '* :8080 plain');
  assert.is(of('a.example, b.example'), 'a.example :443 automatic,b.example :443 automatic');
});

test('ports may be set for all sites', () => {
  const config = 'globalConfig = "http_port 8080\\nhttps_port 8443";';
  assert.equal(routesOf(config + site('a.example', '')), ['a.example :8443 automatic']);
  assert.equal(routesOf(config + site('http://a.example', '')), ['a.example :8080 plain']);
});

test('reverse_proxy leads to its arguments and to those in its block', () => {
  const to = (directive: string): string =>
    routesOf(site('a.example', directive))
      .map((line) => line.replace('a.example :443 automatic', '').trim())
      .join(' ');
  assert.is(to('reverse_proxy localhost:8080'), '-> localhost:8080');
  assert.is(to('reverse_proxy http://10.0.0.2'), '-> 10.0.0.2:80');
  assert.is(to('reverse_proxy https://10.0.0.2 { header_up Host x }'), '-> 10.0.0.2:443');
  assert.is(to('reverse_proxy :8080'), '-> localhost:8080');
  assert.is(to('reverse_proxy /api/* 10.0.0.2:1 10.0.0.3:2'), '-> 10.0.0.2:1 -> 10.0.0.3:2');
  assert.is(
    to('reverse_proxy @vpn 10.0.0.2:1{ transport http { tls_insecure_skip_verify } }'),
    '-> 10.0.0.2:1',
  );
  assert.is(
    to('reverse_proxy {\n to 10.0.0.2:1\n to 10.0.0.3:2\n}'),
    '-> 10.0.0.2:1 -> 10.0.0.3:2',
  );
  assert.is(to('handle /x {\n route {\n reverse_proxy [::1]:1\n }\n}'), '-> ::1:1');
  assert.is(to('reverse_proxy unix//run/x.sock'), '');
  assert.is(to('# reverse_proxy localhost:1'), '');
  assert.is(to('respond "reverse_proxy localhost:1"'), '');
});

test('what is not known of an upstream is undecided, and nothing else', () => {
  const facts = factsFor(site('a.example', 'reverse_proxy localhost:${toString config.x.port}'));
  const [row] = facts.table('route').rows;
  assert.is(row?.['upstream-address'], 'localhost');
  assert.equal(row?.['upstream-port'], { undecided: '`x.port` is not defined in this repository' });
  assert.equal(gapsOf(facts, 'route'), []);
  const whole = factsFor(site('a.example', '\n${config.x.snippet}\nreverse_proxy localhost:1'));
  assert.equal(gapsOf(whole, 'route'), ['oak caddy http a.example']);
  assert.is(whole.table('route').rows.length, 1);
});

test('texts of several modules are one site', () => {
  const config = `
    virtualHosts."a.example" = lib.mkMerge [
      { extraConfig = "encode gzip"; }
      { extraConfig = lib.mkAfter "reverse_proxy localhost:2"; }
      { extraConfig = "reverse_proxy localhost:1"; }
    ];`;
  assert.equal(routesOf(config), [
    'a.example :443 automatic -> localhost:1',
    'a.example :443 automatic -> localhost:2',
  ]);
});

test('snippets are imported, and files are gaps', () => {
  const config = `extraConfig = "(app) {\\n  reverse_proxy localhost:1\\n}";`;
  assert.equal(routesOf(config + site('a.example', 'import app')), [
    'a.example :443 automatic -> localhost:1',
  ]);
  const open = factsFor(site('a.example', 'import /etc/caddy/more'));
  assert.equal(gapsOf(open, 'route'), ['oak caddy http a.example']);
});

test('matchers give a site several names', () => {
  const body = `
    @one host one.example
    handle @one {
      reverse_proxy localhost:1
    }
    @two {
      host two.example
      path /x
    }
    reverse_proxy @two localhost:2`;
  assert.equal(routesOf(site('*.example', body)), [
    'one.example :443 automatic -> localhost:1',
    'two.example :443 automatic -> localhost:2',
  ]);
});

test('certificates come from files, from ACME of NixOS, or by themselves', () => {
  assert.equal(routesOf(site('a.example', 'tls /a.pem /a.key')), ['a.example :443 sslCertificate']);
  assert.equal(routesOf(site('a.example', 'tls {\n dns x\n}')), ['a.example :443 automatic']);
  const acme = `virtualHosts."a.example" = { useACMEHost = "example"; serverAliases = [ "b.example" ]; };`;
  assert.equal(routesOf(acme), ['a.example :443 useACMEHost', 'b.example :443 useACMEHost']);
});

test('sites listen where they are bound', () => {
  const bound = `virtualHosts."a.example" = { listenAddresses = [ "10.0.0.1" ]; hostName = "b.example"; };`;
  assert.equal(routesOf(bound), ['b.example 10.0.0.1:443 automatic']);
  assert.equal(routesOf(site('a.example', 'bind [::1]')), ['a.example ::1:443 automatic']);
});

test('sites in the text of the configuration are sites', () => {
  const text = `extraConfig = "c.example {\\n  reverse_proxy localhost:3\\n}";`;
  const facts = factsFor(text);
  assert.equal(routesOf(text), ['c.example :443 automatic -> localhost:3']);
  const place = facts.table('route').rows[0]?.places?.['upstream-port'];
  assert.ok(place);
  const { file, span } = facts.locate(place);
  assert.is(facts.text(file)?.slice(span.start, span.end), '3');
});

test('sites and upstreams have the places where they are written', () => {
  const one = 'c.example {\\n  reverse_proxy localhost:3\\n}\\n';
  const two = 'd.example {\\n  reverse_proxy localhost:4\\n}';
  const texts = [
    `extraConfig = "${one}${two}";`,
    `extraConfig = "${one}" + "${two}";`,
    `extraConfig = "${one}" + lib.optionalString true "# none\\n" + "${two}";`,
    `extraConfig = lib.mkMerge [ "${one}" (lib.mkAfter "${two}") ];`,
    `extraConfig = "${one}\${toString config.x.more}\\n${two}";`,
    `extraConfig = ''\n\${"# none"}\n    ${one.replaceAll('\\n', '\n')}\${"# none"}\n${two.replaceAll('\\n', '\n')}'';`,
  ];
  for (const text of texts) {
    const places = placesOf(text);
    assert.equal(places, ['c.example', '3', 'd.example', '4'], text);
  }
  const named = `extraConfig = "\${"e.example"} {\\n  reverse_proxy localhost:5\\n}\\n${two}";`;
  assert.equal(placesOf(named), ['reverse_proxy', '5', 'd.example', '4']);
});

test('an upstream of a snippet has its place in the snippet', () => {
  const snippet = `extraConfig = "(app) {\\n  reverse_proxy localhost:1234\\n}";`;
  assert.equal(placesOf(snippet + site('a.example', 'import app\n')), ['"a.example"', '1234']);
});

test('a Caddy that is off serves nothing, and one with its own file anything', () => {
  assert.equal(routesOf(`enable = false; ${site('a.example', '')}`), []);
  assert.equal(gapsOf(factsFor('configFile = ./Caddyfile;'), 'route'), ['oak caddy http']);
  const plugged = 'configFile = ./Caddyfile; package = pkgs.caddy.withPlugins { };';
  assert.equal(gapsOf(factsFor(plugged), 'route'), ['oak caddy']);
  assert.equal(gapsOf(factsFor(site('a.example', 'handle {')), 'route'), [
    'oak caddy http a.example',
  ]);
});

test.run();
