import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emission } from '../support/emitting.ts';

const test = suite('inventories of a fleet');

const fleet = (oak: string): string => `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      system = "x86_64-linux";
      modules = [ ./oak.nix ];
    };
  };
}
-- oak.nix --
{ ${oak} }
`;

const full = `
  networking.hostName = "acorn";
  networking.firewall.allowedTCPPorts = [ 443 80 ];
  networking.firewall.allowedUDPPortRanges = [ { from = 6000; to = 6007; } ];
  users.users.ada = { isNormalUser = true; uid = 1000; };
  users.users.web = { isSystemUser = true; group = "web"; };
  systemd.services.web.script = "serve --token hunter2";
  systemd.services.sshd.serviceConfig.Restart = "always";
  systemd.services.off = { enable = false; script = "x"; };
  age.identityPaths = [ "/etc/ssh/key" ];
  age.secrets.token = { file = ./token.age; mode = "0400"; };
  virtualisation.oci-containers.containers.shop = { image = "shop:1"; ports = [ "8080:80" ]; };
`;

test('each machine has what belongs to it, and nothing of what is secret', () => {
  const { files, problems } = emission(fleet(full), { name: 'fleet-inventory' });
  assert.equal(problems, []);
  const text = files.get('docs/fleet.json') ?? '';
  assert.not.match(text, 'hunter2');
  assert.equal(JSON.parse(text).machines.oak, {
    class: 'nixos',
    system: 'x86_64-linux',
    'host-name': 'acorn',
    output: 'nixosConfigurations.oak',
    tags: [],
    addresses: [],
    homes: [],
    users: [{ name: 'ada', uid: 1000, home: '/home/ada' }],
    identities: [{ scope: 'system', manager: 'agenix', kind: 'ssh', path: '/etc/ssh/key' }],
    secrets: [
      {
        scope: 'system',
        manager: 'agenix',
        name: 'token',
        file: 'token.age',
        path: '/run/agenix/token',
        mode: '0400',
      },
    ],
    ports: [
      { protocol: 'tcp', port: 80 },
      { protocol: 'tcp', port: 443 },
      { protocol: 'udp', port: 6000, 'to-port': 6007 },
    ],
    services: [{ name: 'web', scope: 'system', manager: 'systemd' }],
    containers: [{ name: 'shop', image: 'shop:1', ports: ['8080:80'] }],
  });
});

test('parts can be chosen', () => {
  const { files } = emission(fleet(full), {
    name: 'fleet-inventory',
    output: 'fleet.yaml',
    options: { parts: ['ports'] },
  });
  assert.match(
    files.get('fleet.yaml') ?? '',
    '    ports:\n      - protocol: tcp\n        port: 80\n',
  );
  assert.not.match(files.get('fleet.yaml') ?? '', 'secrets');
});

test('what is not known is left out and reported with its place', () => {
  const { files, problems } = emission(
    fleet('users.users.ada = { isNormalUser = true; home = builtins.getEnv "HOME"; };'),
    { name: 'fleet-inventory', options: { parts: ['users'] } },
  );
  const [ada] = JSON.parse(files.get('docs/fleet.json') ?? '').machines.oak.users;
  assert.equal(ada, { name: 'ada' });
  assert.is(problems.length, 1);
  assert.match(problems[0] ?? '', 'the home of `ada` of the users of `oak` is not known: ');
});

test.run();
