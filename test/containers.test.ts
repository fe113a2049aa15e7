import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, linesOf } from './support/machine.ts';

const test = suite('containers');

function containersOf(oak: string): string[] {
  return linesOf(factsOf({ oak }), 'container');
}

test('a container has the parts of its image', () => {
  const parts = (image: string): string =>
    containersOf(`{
      virtualisation.oci-containers.backend = "docker";
      virtualisation.oci-containers.containers.app.image = "${image}";
    }`)
      .join()
      .replace(/.*image \S+, /, '');
  assert.is(parts('redis'), 'repository redis');
  assert.is(parts('ghcr.io/a/b:1.2'), 'repository ghcr.io/a/b, tag 1.2');
  assert.is(parts('localhost:5000/b'), 'repository localhost:5000/b');
  assert.is(parts('a/b:1@sha256:ff'), 'repository a/b, tag 1, digest sha256:ff');
});

test('settings and options for the backend say the same', () => {
  assert.equal(
    containersOf(`{ pkgs, ... }: {
      virtualisation.oci-containers.containers.app = {
        image = "a";
        ports = [ "127.0.0.1:80:8080" ];
        volumes = [ "/srv:/data" ];
        environment = { TZ = "UTC"; TOKEN = "abc"; };
        environmentFiles = [ "/run/env" ];
        extraOptions = [ "--network=host" "-p" "53:53/udp" "--env-file=/run/more" "--env=SECRET=abc" ];
        dependsOn = [ "db" ];
        user = "1000:1000";
        autoStart = false;
      };
    }`),
    [
      'name app, source oci-containers, unit ?, image a, repository a, ' +
        'ports 127.0.0.1:80:8080 | 53:53/udp, volumes /srv:/data, networks host, ' +
        'environment TOKEN | TZ=UTC | SECRET, environment-files /run/env | /run/more, user 1000:1000, ' +
        'extra-options --network=host | -p | 53:53/udp | --env-file=/run/more | --env=SECRET=…, ' +
        'auto-start false, depends-on db',
    ],
  );
});

test('containers of Quadlet, Home Manager and Arion are containers', () => {
  assert.equal(
    containersOf(`{
      virtualisation.quadlet.containers.web.containerConfig = {
        image = "a:1";
        publishPorts = [ "80:80" ];
        environments.A = "b";
      };
      virtualisation.arion.projects.site.settings.services.db.service = {
        image = "b:2";
        ports = [ "5432:5432" ];
      };
      home-manager.users.ada.services.podman.containers.own = { image = "c:3"; ports = "1:1"; };
    }`),
    [
      'name web, source quadlet, backend podman, unit web, image a:1, repository a, tag 1, ports 80:80, environment A=b',
      'name db, source arion, unit arion-site, image b:2, repository b, tag 2, ports 5432:5432',
      'account ada, name own, source podman, backend podman, unit podman-own, image c:3, repository c, tag 3, ports 1:1',
    ],
  );
});

test.run();
