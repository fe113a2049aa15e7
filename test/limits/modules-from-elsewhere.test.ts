import * as assert from 'uvu/assert';
import { gapFor } from '#analyzer/facts/facts.ts';
import { home, limitsBelow, machine, option, table } from '../support/limits.ts';
import { factsOf } from '../support/picture.ts';

const limits = limitsBelow('Modules from elsewhere');
const { say } = limits;

const withOther = (more: string): string =>
  `{ inputs, ... }: { imports = [ inputs.other.nixosModules.x ]; ${more} }`;

say('Modules of inputs are not in the repository, so they are not read.', () => {
  assert.match(
    table(machine(withOther('')), 'user'),
    /depends on the input `other\.nixosModules\.x`/,
  );
});

say(
  'A machine that imports one may have more of everything, and its tables are open: rows are still reported against each other, but a missing row is not a finding.',
  () => {
    const users = factsOf(machine(withOther('users.users.ada.isNormalUser = true;'))).table('user');
    assert.is(
      users.rows.some(({ name }) => name === 'ada'),
      true,
    );
    assert.ok(gapFor(users, { host: 'web', name: 'bob' }));
    const closed = factsOf(machine('{ users.users.ada.isNormalUser = true; }')).table('user');
    assert.not(gapFor(closed, { host: 'web', name: 'bob' }));
  },
);

say(
  'Some well-known inputs declare options and define nothing that a table holds until the repository asks for it (Home Manager, sops-nix, agenix, impermanence, disko, nixos-hardware and others; the list is in `analyzer/nixos/known-modules.ts`).',
  () => {
    const module = '{ inputs, ... }: { imports = [ inputs.sops-nix.nixosModules.sops ]; }';
    assert.is(table(machine(module), 'open-port'), '');
  },
);

say(
  'They are recognised by the repository of the input, and by the input’s name where the flake does not say which repository it is.',
  () => {
    const named = (url: string): string => `
-- flake.nix --
{
  inputs.secrets.url = "${url}";
  outputs = { nixpkgs, secrets, sops-nix, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      modules = [ secrets.nixosModules.sops sops-nix.nixosModules.sops ];
    };
  };
}
`;
    assert.is(table(named('github:Mic92/sops-nix'), 'open-port'), '');
    assert.match(table(named('github:someone/else'), 'open-port'), /depends on the input `secrets/);
  },
);

say('Options of nixpkgs have no defaults here.', () => {
  const module = '{ config, ... }: { a = config.services.nginx.defaultHTTPListenPort; }';
  assert.match(option(module), /is not defined in this repository/);
});

say('`config.services.x.port` is unknown unless the repository defines it.', () => {
  const read = 'a = config.services.x.port;';
  assert.match(option(`{ config, ... }: { ${read} }`), /`services\.x\.port` is not defined/);
  assert.is(option(`{ config, ... }: { ${read} services.x.port = 80; }`), '80');
});

say(
  'The exceptions are in `analyzer/nixos/upstream-defaults.ts`: login names, that nobody is a normal user or one of the system until somebody says so, home directories, the groups of normal users, the home, group and number of root on NixOS, run-time paths of secrets, and in `analyzer/nixos/home-defaults.ts`: the folders of a home.',
  () => {
    const users = 'users.users.ada.isNormalUser = true; a = config.users.users.ada';
    assert.is(option(`{ config, ... }: { ${users}.name; }`), '"ada"');
    assert.is(option(`{ config, ... }: { ${users}.home; }`), '"/home/ada"');
    assert.is(option(`{ config, ... }: { ${users}.group; }`), '"users"');
    assert.is(option(`{ config, ... }: { ${users}.isSystemUser; }`), 'false');
    const root = 'a = with config.users.users.root; "${home} ${group} ${toString uid}";';
    for (const more of ['users.users.root.hashedPassword = "!";', 'users.users.ada.uid = 1;'])
      assert.is(option(`{ config, ... }: { ${more} ${root} }`), '"/root root 0"');
    assert.is(
      option(
        '{ config, ... }: { users.users.ada.uid = 1; a = config.users.users.ada.isNormalUser; }',
      ),
      'false',
    );
    const own = '{ config, ... }: { home.homeDirectory = "/home/ada"; a = config.xdg.configHome; }';
    assert.match(table(home(own), 'option'), /path=a value=\/home\/ada\/\.config/);
    const secret = '{ config, ... }: { sops.secrets.x = { }; a = config.sops.secrets.x.path; }';
    assert.is(option(secret), '"/run/secrets/x"');
  },
);

say(
  '`openFirewall` of a service or program opens what upstream decides, so it is a gap, except for OpenSSH and the services in `analyzer/extract/service-ports.ts`.',
  () => {
    const opened = (service: string): string =>
      table(
        machine(`{ services.${service} = { enable = true; openFirewall = true; }; }`),
        'open-port',
      );
    assert.match(opened('jotter'), /^\? .*services\.jotter/);
    assert.match(opened('openssh'), /^web protocol=tcp .*port=22/);
    assert.match(opened('jellyfin'), /port=8096/);
  },
);

say(
  '`networking.firewall.extraCommands`, `extraInputRules` and the texts of nftables that accept anything are gaps; those of the form `iptables -A nixos-fw -p tcp --dport N -j nixos-fw-accept` are gaps of the ports they name.',
  () => {
    const ports = (settings: string): string =>
      table(machine(`{ networking.${settings}; }`), 'open-port');
    assert.match(ports('firewall.extraCommands = "iptables -A INPUT -j ACCEPT"'), /^\? /);
    assert.match(ports('firewall.extraInputRules = "tcp dport 80 accept"'), /^\? /);
    assert.match(ports('nftables.ruleset = "tcp dport 80 accept"'), /^\? /);
    const known = 'iptables -A nixos-fw -p tcp --dport 81 -j nixos-fw-accept';
    assert.match(ports(`firewall.extraCommands = "${known}"`), /^\? .*port=81/);
  },
);

limits.run();
