import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isUndecided } from '#analyzer/facts/cell.ts';
import { factsOf, gapsOf } from './support/machine.ts';

const test = suite('listeners and open ports');

/** What listens on a machine with this module, as short lines. */
function listenersOf(oak: string): string[] {
  return factsOf({ oak })
    .table('listener')
    .rows.map(({ service, kind, protocol, port, 'to-port': last, address }) => {
      const where = isUndecided(address) ? '?' : address;
      return `${service} (${kind}) ${protocol} ${where}:${port}${last === port ? '' : `-${last}`}`;
    });
}

function services(text: string): string {
  return `{ config, ... }: { services = { ${text} }; }`;
}

test('a service listens where its settings say it', () => {
  const oak = services(`
    grafana = { enable = true; settings.server = { http_port = 3001; http_addr = "0.0.0.0"; }; };
    immich = { enable = true; port = 2283; host = "git.example.org"; };
    miniflux = { enable = true; config.LISTEN_ADDR = "localhost:8080"; };
    minio = { enable = true; listenAddress = ":9000"; };
    uptime-kuma = { enable = true; settings.PORT = "3002"; };
    prometheus.exporters.node = { enable = true; port = 9100; listenAddress = "127.0.0.1"; };
    redis.servers.cache = { enable = true; port = 6380; bind = "127.0.0.1"; };
    off = { enable = false; port = 1; };
    other.port = 2;`);
  assert.equal(listenersOf(oak), [
    'grafana (option) tcp *:3001',
    'immich (option) tcp ?:2283',
    'miniflux (option) tcp localhost:8080',
    'minio (option) tcp *:9000',
    'uptime-kuma (option) tcp ?:3002',
    'prometheus.exporters.node (option) tcp 127.0.0.1:9100',
    'redis.servers.cache (option) tcp 127.0.0.1:6380',
  ]);
});

test('a service that says nothing is a gap, unless upstream’s choice is certain', () => {
  const facts = factsOf({
    oak: services(
      'prometheus.enable = true; kavita.enable = true; fstrim.enable = true; a = { enable = true; port = config.x.y; };',
    ),
  });
  assert.equal(
    facts.table('listener').rows.map(({ service, port }) => `${service} ${port}`),
    ['prometheus 9090'],
  );
  assert.equal(gapsOf(facts, 'listener'), ['oak a tcp', 'oak kavita']);
});

test('OpenSSH listens on its ports and addresses', () => {
  assert.equal(listenersOf(services('openssh.enable = true;')), ['openssh (option) tcp *:22']);
  const set =
    'openssh = { enable = true; ports = [ 2222 ]; listenAddresses = [ { addr = "10.0.0.1"; port = 22; } ]; };';
  assert.equal(listenersOf(services(set)), ['openssh (option) tcp 10.0.0.1:22']);
});

test('units, sockets, containers, tunnels and proxies listen as well', () => {
  const oak = `{
    systemd.services.app = { script = "run"; environment.PORT = "8080"; };
    systemd.services.web.serviceConfig.ExecStart = "web --port 81 --web.listen-address=127.0.0.1:82 --db-port 5432";
    systemd.services.once = { script = "x --port 1"; serviceConfig.Type = "oneshot"; };
    systemd.sockets.sock.listenStreams = [ "83" "127.0.0.1:84" "/run/x.sock" ];
    virtualisation.oci-containers.containers.box = {
      image = "x";
      ports = [ "127.0.0.1:85:80" "86-87:86-87/udp" "88" ];
    };
    networking.wg-quick.interfaces.wg0.listenPort = 51820;
    services.nginx.virtualHosts."a.example".onlySSL = true;
  }`;
  assert.equal(listenersOf(oak), [
    'nginx (proxy) tcp *:443',
    'app (unit) tcp ?:8080',
    'web (unit) tcp ?:81',
    'web (unit) tcp 127.0.0.1:82',
    'sock (socket) tcp *:83',
    'sock (socket) tcp 127.0.0.1:84',
    'box (container) tcp 127.0.0.1:85',
    'box (container) udp *:86-87',
    'wg0 (tunnel) udp *:51820',
  ]);
});

test('options of the repository’s own say it in the same way', () => {
  const oak = `{ lib, config, ... }: {
    options.site.web = { enable = lib.mkEnableOption "x"; port = lib.mkOption { default = 4321; }; };
    options.services.own = { enable = lib.mkEnableOption "x"; port = lib.mkOption { default = 4322; }; };
    config = { site.web.enable = true; services.own.enable = true; };
  }`;
  assert.equal(listenersOf(oak), ['own (option) tcp ?:4322', 'site.web (option) tcp ?:4321']);
});

/** What the firewall of a machine lets in, and what hides more. */
function openedBy(oak: string): string[] {
  const facts = factsOf({ oak });
  const rows = facts.table('open-port').rows.map(({ protocol, port, 'to-port': last, source }) => {
    return `${source} ${protocol} ${port}${last === port ? '' : `-${last}`}`;
  });
  return [...rows, ...gapsOf(facts, 'open-port').map((gap) => `gap ${gap}`)];
}

test('what opens ports by itself opens those that it is known for', () => {
  assert.equal(openedBy('{ programs.mosh.enable = true; }'), [
    'programs.mosh.enable udp 60000-61000',
  ]);
  assert.equal(openedBy('{ services.avahi = { enable = true; openFirewall = false; }; }'), []);
  assert.equal(openedBy('{ services.a.b.openFirewall = true; }'), ['gap oak']);
});

test('`openFirewall` of an option declared here opens what the repository says', () => {
  const oak = `{ lib, config, ... }: {
    options.services.own.openFirewall = lib.mkEnableOption "x";
    config.services.own.openFirewall = true;
    config.networking.firewall.allowedTCPPorts = lib.optional config.services.own.openFirewall 80;
  }`;
  assert.equal(openedBy(oak), ['networking.firewall.allowedTCPPorts tcp 80']);
});

test('rules of the usual form leave only their own ports open', () => {
  const rules = (text: string): string[] =>
    openedBy(`{ networking.firewall.extraCommands = ''${text}''; }`);
  assert.equal(
    rules('iptables -A nixos-fw -p tcp --source 10.0.0.0/8 --dport 5432 -j nixos-fw-accept\n'),
    ['gap oak tcp 5432'],
  );
  assert.equal(rules('iptables -A INPUT -i wg0 -j ACCEPT\n'), ['gap oak']);
  assert.equal(rules('iptables -A INPUT -j DROP\n'), []);
  assert.equal(openedBy('{ networking.nftables.tables.x.content = "tcp dport 1 accept"; }'), [
    'gap oak',
  ]);
});

test.run();
