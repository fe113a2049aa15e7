import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, gapsOf, linesOf } from './support/machine.ts';

const test = suite('proxies and tunnels');

test('routers of Traefik lead names to servers', () => {
  const facts = factsOf({
    oak: `{
      services.traefik = {
        enable = true;
        staticConfigOptions.entryPoints = { web.address = ":80"; safe.address = "10.0.0.1:443"; };
        dynamicConfigOptions.http = {
          routers.app = {
            rule = "Host(\`a.example\`, \`b.example\`) && PathPrefix(\`/x\`)";
            entryPoints = [ "safe" ];
            service = "app";
            tls.certResolver = "acme";
          };
          services.app.loadBalancer.servers = [ { url = "http://10.0.0.2:8080"; } ];
        };
      };
    }`,
  });
  const rest =
    'location /x, kind http, protocol tcp, listen-port 443, listen-address 10.0.0.1, tls true, ' +
    'certificate-source automatic, upstream-address 10.0.0.2, upstream-port 8080';
  assert.equal(linesOf(facts, 'route'), [
    `proxy traefik, domain a.example, ${rest}`,
    `proxy traefik, domain b.example, ${rest}`,
  ]);
  assert.equal(gapsOf(facts, 'route'), []);
});

test('Traefik that asks Docker may have any router', () => {
  const facts = factsOf({
    oak: '{ services.traefik = { enable = true; staticConfigOptions.providers.docker = { }; }; }',
  });
  assert.equal(gapsOf(facts, 'route'), ['oak traefik']);
});

test('frontends of HAProxy lead to the servers of their backends', () => {
  const facts = factsOf({
    oak: `{
      networking.hostName = "oak";
      services.haproxy.config = ''
        defaults
          mode tcp
        frontend web
          mode http
          bind *:80,[::]:80 # both
          use_backend app if { path /x }
        frontend safe
          bind 10.0.0.1:443 ssl crt /x.pem
          default_backend app
        backend app
          server one 10.0.0.2:8080 check
      '';
    }`,
  });
  assert.equal(linesOf(facts, 'route'), [
    'proxy haproxy, kind http, protocol tcp, listen-port 80, tls false, ' +
      'upstream-address 10.0.0.2, upstream-port 8080',
    'proxy haproxy, kind stream, protocol tcp, listen-port 443, listen-address 10.0.0.1, tls true, ' +
      'certificate-source sslCertificate, upstream-address 10.0.0.2, upstream-port 8080, ' +
      'upstream-name safe',
  ]);
});

test('tunnels of Cloudflare lead names to services', () => {
  const facts = factsOf({
    oak: `{
      services.cloudflared.tunnels.main = {
        default = "http_status:404";
        ingress = {
          "a.example" = "http://localhost:8080";
          "b.example" = { service = "ssh://localhost"; path = "/x"; };
          "c.example" = "http_status:503";
        };
      };
    }`,
  });
  assert.equal(linesOf(facts, 'tunnel-route'), [
    'tunnel main, domain a.example, service http://localhost:8080, upstream-address localhost, upstream-port 8080',
    'tunnel main, domain b.example, path /x, service ssh://localhost, upstream-address localhost, upstream-port 22',
    'tunnel main, domain c.example, service http_status:503',
  ]);
});

test('peers of WireGuard are rows, however they are written', () => {
  const facts = factsOf({
    oak: `{
      networking.wg-quick.interfaces.wg0 = {
        address = [ "10.1.0.1/24" ];
        privateKeyFile = "/run/wg";
        listenPort = 51820;
        peers = [ {
          publicKey = "abc=";
          endpoint = "vpn.example.org:51821";
          allowedIPs = [ "10.1.0.2/32" "10.2.0.0/16" ];
          presharedKeyFile = "/run/psk";
        } ];
      };
      systemd.network.netdevs.wg1 = {
        netdevConfig = { Kind = "wireguard"; Name = "wg1"; };
        wireguardPeers = [ { wireguardPeerConfig = { PublicKey = "def="; AllowedIPs = "10.3.0.0/16,10.4.0.0/16"; Endpoint = "[2001:db8::1]:1"; }; } ];
      };
      services.tailscale = { enable = true; authKeyFile = "/run/tailscale"; };
      services.nebula.networks.mesh.listen.port = 4242;
      services.netbird.clients.home = { };
    }`,
  });
  assert.equal(linesOf(facts, 'tunnel-peer'), [
    'interface wg0, public-key abc=, endpoint vpn.example.org:51821, endpoint-address vpn.example.org, ' +
      'endpoint-port 51821, allowed-ips 10.1.0.2/32 | 10.2.0.0/16, preshared-key-file /run/psk',
    'interface wg1, public-key def=, endpoint [2001:db8::1]:1, endpoint-address 2001:db8::1, ' +
      'endpoint-port 1, allowed-ips 10.3.0.0/16 | 10.4.0.0/16',
  ]);
  assert.equal(linesOf(facts, 'tunnel'), [
    'interface wg0, kind wireguard, addresses 10.1.0.1, listen-port 51820, private-key-file /run/wg, ' +
      'allowed-ips 10.1.0.2/32 | 10.2.0.0/16',
    'interface wg1, kind wireguard, allowed-ips 10.3.0.0/16 | 10.4.0.0/16',
    'interface tailscale0, kind tailscale, private-key-file /run/tailscale',
    'interface nb-home, kind netbird',
    'interface nebula.mesh, kind nebula, listen-port 4242',
  ]);
});

test.run();
